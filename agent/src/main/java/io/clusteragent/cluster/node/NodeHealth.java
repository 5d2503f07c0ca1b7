package io.clusteragent.cluster.node;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** Whether a node answers, as those have met it who spoke to it. Thread-safe. */
final class NodeHealth {
  private static final long SUSPECT_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final Runnable onSuspect;

  /** Why the node cannot be reached; {@code null} while nobody met that, or since it has answered. */
  private volatile String failureReason;

  private volatile boolean suspected;
  private volatile long suspectedAt;

  /**
   * @param onTrouble called when the node becomes suspect
   */
  NodeHealth(Runnable onTrouble) {
    this.onSuspect = onTrouble;
  }

  /** It could not be dialled, or a reply did not come in time. */
  void suspect() {
    suspectedAt = System.nanoTime();
    suspected = true;
    onSuspect.run();
  }

  /** It cannot be reached. */
  void unreachable(IOException cause) {
    if (failureReason == null) {
      failureReason = cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }
    suspect();
  }

  /** It could be asked something after all. */
  void reached() {
    failureReason = null;
  }

  /** It has answered. */
  void answered() {
    suspected = false;
    reached();
  }

  /** Whether there was trouble within the last 30 s, and no answer since. */
  boolean isSuspect() {
    return suspected && System.nanoTime() - suspectedAt < SUSPECT_NANOS;
  }

  String failureReason() {
    return failureReason;
  }
}
