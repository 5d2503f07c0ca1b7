package io.clusteragent.session.reply;

import io.clusteragent.cluster.connection.NodeConnection;
import io.clusteragent.cluster.connection.NodeInput;
import io.clusteragent.session.bytes.ByteArrayBuilder;
import io.clusteragent.session.bytes.ReplyBuffer;
import io.clusteragent.session.state.PendingCommand;
import io.clusteragent.session.state.Session;
import java.io.IOException;

/**
 * Holds the bytes that the application can read at once.
 *
 * <p>They are replies of the agent, replies that were read ahead, and pushes.
 *
 * <p>Owned by the thread that reads; once the session tracks keys, guarded by the lock of {@code SharedUse}.
 */
final class ReadyReplies {
  private final Session session;
  private final ReplyBuffer ready = new ReplyBuffer();

  /** Pushes that arrived behind a part of a reply that is still being merged: they follow that reply. */
  private final ReplyBuffer deferred = new ReplyBuffer();

  /** Reads the pushes of a session that tracks keys; {@code null} for others. */
  private Invalidations invalidations;

  ReadyReplies(Session session) {
    this.session = session;
  }

  void track(Invalidations tracked) {
    invalidations = tracked;
  }

  /** The reader of pushes on all connections; {@code null} when the session does not track keys. */
  Invalidations invalidations() {
    return invalidations;
  }

  boolean isEmpty() {
    return ready.isEmpty();
  }

  int size() {
    return ready.size();
  }

  int take(byte[] into, int from, int length) {
    return ready.take(into, from, length);
  }

  /** Adds a push behind all other bytes. */
  void push(byte[] frame) {
    ready.append(frame);
  }

  /** Adds bytes in front of all others. */
  void prepend(ByteArrayBuilder bytes) {
    ready.prepend(bytes);
  }

  /** Adds a reply, with the pushes that wait for it; only while no other bytes are ready. */
  void reply(byte[] reply) {
    ready.replace(reply);
    ready.append(deferred);
  }

  /** Returns the buffer for pushes that arrived before the reply to a command. */
  ReplyBuffer pushesBefore(PendingCommand head) {
    return isMerged(head) ? deferred : ready;
  }

  /**
   * Whether parts of the next reply may have been read already.
   *
   * <p>An invalidation that arrived behind such a part must not reach the application before the merged reply: the application
   * would drop a value that it does not have yet, and keep the outdated one afterwards.
   */
  private static boolean isMerged(PendingCommand head) {
    return head != null && head.aggregation() != null;
  }

  /** Reads the pushes that have arrived; returns whether the application can read anything now. */
  boolean collectPushes(PendingCommand head) throws IOException {
    invalidations.collect(pushesBefore(head));
    return !ready.isEmpty();
  }

  /** Reads the push that begins on a connection, if it must not overtake a reply that is being merged. */
  boolean deferPush(PendingCommand head, NodeConnection connection) throws IOException {
    NodeInput input = connection.input();
    if (!isMerged(head) || !session.resp3 || input.buffer()[input.position()] != '>') {
      return false;
    }
    deferred.append(input.readReply(session.timeout()));
    return true;
  }
}
