package io.clusteragent.session.recovery;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * Waits between the attempts of a command that was refused or lost.
 *
 * <p>The waits are 5 ms at first, doubled up to 100 ms, with jitter; in all they are no longer than the deadline. The deadline
 * counts from the first failure. All commands share it until one succeeds, so that a pipeline for a shard that is down does not
 * wait once for each of its commands.
 */
public final class Backoff {
  private static final long FIRST_MILLIS = 5;
  private static final long LONGEST_MILLIS = 100;

  private boolean started;
  private long startedAt;
  private long deadline;
  private long nextMillis;

  /** Starts the deadline, unless it runs already; returns whether it did not run. */
  public boolean start(long millis) {
    if (started) {
      return false;
    }
    started = true;
    startedAt = System.nanoTime();
    deadline = startedAt + TimeUnit.MILLISECONDS.toNanos(millis);
    nextMillis = FIRST_MILLIS;
    return true;
  }

  /** Returns the time until the deadline; 0 when it has passed. */
  public long leftMillis() {
    return Math.max(0, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime()));
  }

  /** Returns the time since the deadline was started; 0 when it does not run. */
  long sinceStartNanos() {
    return started ? System.nanoTime() - startedAt : 0;
  }

  /** Stops the deadline, after a command succeeded. */
  public void stop() {
    started = false;
  }

  /**
   * Waits before the next attempt.
   *
   * @return false, at once, when the deadline has passed
   */
  public boolean pause() throws IOException {
    long leftMillis = leftMillis();
    if (leftMillis == 0) {
      return false;
    }
    long jittered = nextMillis - ThreadLocalRandom.current().nextLong(nextMillis / 2 + 1);
    nextMillis = Math.min(2 * nextMillis, LONGEST_MILLIS);
    try {
      Thread.sleep(Math.min(jittered, leftMillis));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException(
          "interrupted while the command waited for its shard to come back");
    }
    return true;
  }
}
