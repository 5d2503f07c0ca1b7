package io.clusteragent.session.endpoint;

import java.util.concurrent.TimeUnit;

/**
 * Limits by the clock how often a server is asked what it is, whatever it answered last.
 *
 * <p>Written by one thread at a time, read by all.
 */
final class ProbePause {
  private static final long FIRST_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** A passing state ends by itself: within this time that is noticed. */
  private static final long LONGEST_AFTER_REFUSAL_NANOS = TimeUnit.SECONDS.toNanos(10);

  private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(60);
  private static final int MAX_SHIFT = 16;

  private volatile long nanos;
  private volatile long since;
  private int failures;

  boolean isOver() {
    long length = nanos;
    return length == 0 || System.nanoTime() - since >= length;
  }

  void end() {
    nanos = 0;
  }

  /** The server said that it does not answer now. */
  void afterRefusal() {
    begin(Math.min(FIRST_NANOS << failures, LONGEST_AFTER_REFUSAL_NANOS));
  }

  /** The server may never answer this user. */
  void afterDenial() {
    begin(LONGEST_NANOS);
  }

  /**
   * The server did not answer at all. Asking must not take the larger part of the time.
   *
   * @param tookNanos how long that took
   */
  void afterSilence(long tookNanos) {
    begin(Math.min(Math.max(FIRST_NANOS, tookNanos) << failures, LONGEST_NANOS));
  }

  private void begin(long length) {
    failures = Math.min(failures + 1, MAX_SHIFT);
    since = System.nanoTime();
    nanos = length;
  }
}
