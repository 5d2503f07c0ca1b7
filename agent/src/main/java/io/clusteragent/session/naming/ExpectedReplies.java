package io.clusteragent.session.naming;

import java.util.ArrayDeque;
import java.util.Deque;

/** Lists what to do with the replies that are due, oldest first. Thread-safe: one thread writes commands, one reads replies. */
final class ExpectedReplies {
  private final Deque<ExpectedReply> due = new ArrayDeque<>();

  /** The number of confirmations that are due: one for each channel of a command. */
  private int confirmations;

  /** Whether more confirmations may come: those of an UNSUBSCRIBE that names no channel. */
  private boolean openEnded;

  private int subscriptions;

  synchronized void add(ExpectedReply reply) {
    due.add(reply);
  }

  /** The reply that is due next; that of no command in particular is left as it is. */
  synchronized ExpectedReply next() {
    ExpectedReply next = due.peek();
    return next == null ? ExpectedReply.AS_IT_IS : next;
  }

  synchronized void arrived() {
    due.poll();
    openEnded = false;
  }

  // ---- subscriptions

  /**
   * Records a command for subscriptions.
   *
   * @param channels the number of channels that it names
   */
  synchronized void confirm(int channels) {
    confirmations += channels;
    openEnded |= channels == 0;
  }

  /**
   * Records a confirmation.
   *
   * @param left the number of subscriptions that it names
   */
  synchronized void confirmed(int left) {
    confirmations = Math.max(0, confirmations - 1);
    subscriptions = left;
  }

  /** Records a RESET. */
  synchronized void unsubscribed() {
    confirmations = 0;
    subscriptions = 0;
    openEnded = false;
  }

  /** Whether an array that arrives can be a message, or a confirmation. */
  synchronized boolean areMessagesDue() {
    return subscriptions > 0 || confirmations > 0 || openEnded;
  }
}
