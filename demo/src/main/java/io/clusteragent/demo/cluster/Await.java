package io.clusteragent.demo.cluster;

import java.time.Duration;
import java.util.function.Supplier;

/** Waits for a condition, at most for a given time, and reports what is missing. */
public final class Await {
  private static final long POLL_MILLIS = 20;

  private Await() {}

  /**
   * Waits until {@code problem} returns null.
   *
   * @param what the awaited state, for the exception
   * @param limit longest time to wait
   * @param problem null when the state is reached, otherwise what is still missing; an exception it
   *     throws counts as a problem
   * @throws IllegalStateException when the limit is over, with the last problem seen
   */
  public static void until(String what, Duration limit, Supplier<String> problem) {
    long deadline = System.nanoTime() + limit.toNanos();
    while (true) {
      String last;
      RuntimeException cause = null;
      try {
        last = problem.get();
      } catch (RuntimeException e) {
        last = e.toString();
        cause = e;
      }
      if (last == null) {
        return;
      }
      if (System.nanoTime() - deadline > 0) {
        throw new IllegalStateException(
            "gave up after " + limit.toMillis() + " ms waiting for " + what + "; last seen: "
                + last,
            cause);
      }
      try {
        Thread.sleep(POLL_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while waiting for " + what, e);
      }
    }
  }
}
