package io.clusteragent.cluster.node;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** Records whether a node answers, as sessions and background threads observe it. Thread-safe. */
final class NodeHealth {
  private static final long SUSPECT_NANOS = TimeUnit.SECONDS.toNanos(30);

  /** A node that is marked again after a longer time without a mark becomes suspect anew. */
  private static final long ANEW_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final Runnable onSuspect;

  /** Why the node cannot be reached; {@code null} while no failure was observed, or since it has replied. */
  private volatile String failureReason;

  private volatile boolean suspected;
  private volatile long suspectedAt;

  /** When the node became suspect: it may have been marked several times since. */
  private volatile long suspectSince;

  /**
   * @param onSuspect called when the node becomes suspect
   */
  NodeHealth(Runnable onSuspect) {
    this.onSuspect = onSuspect;
  }

  /** Marks the node as suspect: it could not be dialled, or a reply did not arrive in time. */
  void suspect() {
    long now = System.nanoTime();
    if (!suspected || now - suspectedAt > ANEW_NANOS) {
      suspectSince = now;
    }
    suspectedAt = now;
    suspected = true;
    onSuspect.run();
  }

  /** Records that the node cannot be reached. One that says why it accepts no client is alive. */
  void unreachable(IOException cause) {
    if (failureReason == null) {
      failureReason = cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }
    if (!(cause instanceof ClientRefusedException)) {
      suspect();
    }
  }

  /** Records that the node can be reached after all. */
  void reached() {
    failureReason = null;
  }

  /** Records that the node has replied. */
  void answered() {
    suspected = false;
    reached();
  }

  /** Whether the node was marked as suspect within the last 30 s and has not replied since. */
  boolean isSuspect() {
    return suspected && System.nanoTime() - suspectedAt < SUSPECT_NANOS;
  }

  /** How long the node has been suspect, in nanoseconds; 0 when it is not. */
  long suspectNanos() {
    return isSuspect() ? Math.max(1, System.nanoTime() - suspectSince) : 0;
  }

  String failureReason() {
    return failureReason;
  }
}
