package io.clusteragent.session;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Waits for what another thread does. */
public final class Await {
  private static final int SECONDS = 10;

  private Await() {}

  /** What is awaited. */
  public interface Condition {
    boolean isMet() throws Exception;
  }

  /**
   * Looks until the condition is met, with a pause after each look.
   *
   * @param what the condition in words, for the failure
   */
  public static void until(String what, Condition condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    while (!isMet(what, condition)) {
      if (System.nanoTime() > end) {
        throw new AssertionError("not within " + SECONDS + " s: " + what);
      }
      LockSupport.parkNanos(200_000);
    }
  }

  private static boolean isMet(String what, Condition condition) {
    try {
      return condition.isMet();
    } catch (Exception e) {
      throw new AssertionError("cannot tell whether " + what, e);
    }
  }
}
