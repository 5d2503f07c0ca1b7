package io.clusteragent.session.endpoint;

import java.util.concurrent.TimeUnit;

/**
 * Limits how often the agent probes a server.
 *
 * <p>The clock sets the limit, whatever the last reply was. Written by one thread at a time, read by all.
 */
final class ProbePause {
  private static final long FIRST_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** The longest pause after a temporary refusal: the agent notices within this time that the server's state has ended. */
  private static final long LONGEST_AFTER_REFUSAL_NANOS = TimeUnit.SECONDS.toNanos(10);

  private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(60);

  /** A server that denies the commands permanently writes each denial into its ACL LOG. A redirection ends the pause, too. */
  private static final long LONGEST_AFTER_DENIAL_NANOS = TimeUnit.HOURS.toNanos(1);

  private static final int MAX_SHIFT = 16;
  private static final int MAX_DENIALS = 6;

  private volatile long nanos;
  private volatile long since;
  private int failures;
  private int denials;

  boolean isOver() {
    long length = nanos;
    return length == 0 || System.nanoTime() - since >= length;
  }

  void end() {
    nanos = 0;
  }

  /** Begins a pause after the server refused to reply for now. */
  void afterRefusal() {
    begin(Math.min(FIRST_NANOS << failures++, LONGEST_AFTER_REFUSAL_NANOS));
  }

  /** Begins a pause after a cluster node named no hash slots: it may join or form a cluster at any time. */
  void untilSlots() {
    begin(FIRST_NANOS);
  }

  /** Begins a pause after the server denied the commands to this user, perhaps permanently. */
  void afterDenial() {
    begin(Math.min(LONGEST_NANOS << denials++, LONGEST_AFTER_DENIAL_NANOS));
  }

  /**
   * Begins a pause after the server did not reply at all; it is long enough that probes do not take most of the time.
   *
   * @param tookNanos how long the probe waited
   */
  void afterSilence(long tookNanos) {
    begin(Math.min(Math.max(FIRST_NANOS, tookNanos) << failures++, LONGEST_NANOS));
  }

  private void begin(long length) {
    failures = Math.min(failures, MAX_SHIFT);
    denials = Math.min(denials, MAX_DENIALS);
    since = System.nanoTime();
    nanos = length;
  }
}
