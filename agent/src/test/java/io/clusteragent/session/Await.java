package io.clusteragent.session;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Waits until another thread has reached a state. */
public final class Await {
  private static final int SECONDS = 10;

  private Await() {}

  /** The awaited state. */
  public interface Condition {
    boolean isMet() throws Exception;
  }

  /**
   * Checks the condition until it is met, with a pause after each check.
   *
   * @param what the condition in words, for the failure message
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
      throw new AssertionError("the check failed: " + what, e);
    }
  }
}
