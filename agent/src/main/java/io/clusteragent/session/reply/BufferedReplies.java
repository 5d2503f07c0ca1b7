package io.clusteragent.session.reply;

import io.clusteragent.cluster.connection.NodeConnection;
import io.clusteragent.cluster.connection.NodeInput;
import io.clusteragent.protocol.WholeValue;
import io.clusteragent.session.merge.ReplyAggregation;
import io.clusteragent.session.state.PendingCommand;
import io.clusteragent.session.state.PendingCommands;
import io.clusteragent.session.state.Session;

/**
 * The short cut of pipelines and of split commands: replies that lie whole in their connections' buffers and need no look, one
 * after the other.
 */
final class BufferedReplies {
  private final Session session;

  BufferedReplies(Session session) {
    this.session = session;
  }

  /**
   * Passes on the replies of the oldest commands, and collects those of parts.
   *
   * @return the number of bytes put into the array
   */
  int pass(byte[] into, int at, int room) {
    PendingCommands queue = session.queue;
    int passed = 0;
    for (PendingCommand head = queue.head();
        head != null && head.needsNoCheck();
        head = queue.head()) {
      NodeConnection connection = head.connection();
      NodeInput input = connection.input();
      ReplyAggregation aggregation = head.aggregation();
      int length = completeWhole(
          connection, aggregation, aggregation == null ? room - passed : Integer.MAX_VALUE);
      if (length == 0) {
        break;
      }
      if (aggregation == null) {
        System.arraycopy(input.buffer(), input.position(), into, at + passed, length);
        passed += length;
      }
      input.consume(length);
      if (connection.outstanding() == 0) {
        session.connections.release(connection);
      }
    }
    return passed;
  }

  /**
   * Settles the oldest commands, as far as they are one connection's; answers the length of their replies.
   *
   * @param aggregation whose parts they are; {@code null} when the application gets each reply
   */
  private int completeWhole(NodeConnection connection, ReplyAggregation aggregation, int room) {
    PendingCommands queue = session.queue;
    NodeInput input = connection.input();
    byte[] buffer = input.buffer();
    int start = input.position();
    int limit = start + Math.min(input.buffered(), room);
    int end = start;
    PendingCommand head = queue.head();
    while (head != null
        && head.connection() == connection
        && head.aggregation() == aggregation
        && head.needsNoCheck()) {
      int length = WholeValue.replyLength(buffer, end, limit);
      if (length == 0) {
        break;
      }
      if (aggregation != null) {
        aggregation.replies().add(buffer, end, length);
      }
      end += length;
      connection.replyRead();
      queue.removeHead();
      head = queue.head();
    }
    return end - start;
  }
}
