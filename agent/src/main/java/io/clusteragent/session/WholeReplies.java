package io.clusteragent.session;

import io.clusteragent.cluster.NodeConnection;
import io.clusteragent.protocol.WholeValue;

/** The short cut of pipelines: replies that lie whole in their connections' buffers and need no look, one after the other. */
final class WholeReplies {
  private final Session session;

  WholeReplies(Session session) {
    this.session = session;
  }

  /**
   * Passes on the replies of the oldest commands.
   *
   * @return the number of bytes put into the array; 0 when the next reply wants to be looked at
   */
  int pass(byte[] into, int at, int room) {
    PendingQueue queue = session.queue;
    int passed = 0;
    for (Pending head = queue.head(); head != null && head.isUntroubled(); head = queue.head()) {
      NodeConnection connection = head.connection;
      int length = settle(connection, room - passed);
      if (length == 0) {
        break;
      }
      System.arraycopy(connection.buffer(), connection.position(), into, at + passed, length);
      passed += length;
      connection.consume(length);
      if (connection.outstanding() == 0) {
        session.leases.giveBack(connection);
      }
    }
    return passed;
  }

  /** Settles the oldest commands, as far as they are one connection's; answers the length of their replies. */
  private int settle(NodeConnection connection, int room) {
    PendingQueue queue = session.queue;
    byte[] buffer = connection.buffer();
    int start = connection.position();
    int limit = Math.min(connection.limit(), start + room);
    int end = start;
    Pending head = queue.head();
    while (head != null && head.connection == connection && head.isUntroubled()) {
      int length = WholeValue.length(buffer, end, limit);
      if (length == 0) {
        break;
      }
      end += length;
      connection.replyRead();
      queue.removeHead();
      head = queue.head();
    }
    return end - start;
  }
}
