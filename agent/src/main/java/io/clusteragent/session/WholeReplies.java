package io.clusteragent.session;

import io.clusteragent.cluster.NodeConnection;
import io.clusteragent.cluster.NodeInput;
import io.clusteragent.protocol.WholeValue;

/**
 * The short cut of pipelines and of split commands: replies that lie whole in their connections' buffers and need no look, one
 * after the other.
 */
final class WholeReplies {
  private final Session session;

  WholeReplies(Session session) {
    this.session = session;
  }

  /**
   * Passes on the replies of the oldest commands, and collects those of parts.
   *
   * @return the number of bytes put into the array
   */
  int pass(byte[] into, int at, int room) {
    PendingQueue queue = session.queue;
    int passed = 0;
    for (Pending head = queue.head(); head != null && head.isUntroubled(); head = queue.head()) {
      NodeConnection connection = head.connection;
      NodeInput input = connection.input();
      Gather gather = head.gather;
      int length = settle(connection, gather, gather == null ? room - passed : Integer.MAX_VALUE);
      if (length == 0) {
        break;
      }
      if (gather == null) {
        System.arraycopy(input.buffer(), input.position(), into, at + passed, length);
        passed += length;
      }
      input.consume(length);
      if (connection.outstanding() == 0) {
        session.leases.giveBack(connection);
      }
    }
    return passed;
  }

  /**
   * Settles the oldest commands, as far as they are one connection's; answers the length of their replies.
   *
   * @param gather whose parts they are; {@code null} when the application gets each reply
   */
  private int settle(NodeConnection connection, Gather gather, int room) {
    PendingQueue queue = session.queue;
    NodeInput input = connection.input();
    byte[] buffer = input.buffer();
    int start = input.position();
    int limit = start + Math.min(input.buffered(), room);
    int end = start;
    Pending head = queue.head();
    while (head != null
        && head.connection == connection
        && head.gather == gather
        && head.isUntroubled()) {
      int length = WholeValue.replyLength(buffer, end, limit);
      if (length == 0) {
        break;
      }
      if (gather != null) {
        gather.replies().add(buffer, end, length);
      }
      end += length;
      connection.replyRead();
      queue.removeHead();
      head = queue.head();
    }
    return end - start;
  }
}
