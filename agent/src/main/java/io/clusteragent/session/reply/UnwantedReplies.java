package io.clusteragent.session.reply;

import io.clusteragent.cluster.connection.NodeConnection;
import io.clusteragent.session.state.PendingCommand;
import io.clusteragent.session.state.Session;
import java.io.IOException;

/** Drops the replies that precede the reply to the oldest command, such as the reply to ASKING. */
final class UnwantedReplies {
  private final Session session;
  private final ReadyReplies ready;
  private final CurrentReply reply;

  /** Whether the current reply is one of them. */
  private boolean dropping;

  UnwantedReplies(Session session, ReadyReplies ready, CurrentReply reply) {
    this.session = session;
    this.ready = ready;
    this.reply = reply;
  }

  boolean isDropping() {
    return dropping;
  }

  /** Begins the next unwanted reply; returns false when a push arrived instead, or the connection is lost. */
  boolean begin(PendingCommand head) throws IOException {
    NodeConnection connection = head.dropFrom();
    try {
      if (connection.isDead()) {
        throw connection.failure();
      }
      if (connection.input().buffered() == 0) {
        connection.input().fillOrEnd(session.timeout());
      }
      if (ready.deferPush(head, connection)) {
        return false;
      }
    } catch (IOException e) {
      connection.fail(e);
      head.stopDropping();
      end(head, connection);
      return false;
    }
    reply.begin(connection);
    dropping = true;
    return true;
  }

  /** Called when an unwanted reply was read to its end. */
  void dropped(PendingCommand head, NodeConnection connection) {
    connection.replyRead();
    head.replyDropped();
    end(head, connection);
  }

  private void end(PendingCommand head, NodeConnection connection) {
    dropping = false;
    if (head.drops() == 0) {
      head.stopDropping();
      session.connections.release(connection);
    }
  }
}
