package io.clusteragent.session.reply;

import io.clusteragent.cluster.connection.NodeConnection;
import io.clusteragent.cluster.connection.NodeInput;
import io.clusteragent.protocol.WholeValue;
import io.clusteragent.session.merge.ReplyAggregation;
import io.clusteragent.session.state.PendingCommand;
import io.clusteragent.session.state.PendingCommands;
import io.clusteragent.session.state.Session;

/**
 * Passes on replies that are complete in the buffers of their connections and need no check.
 *
 * <p>This is the fast path of pipelines and of split commands: it handles many replies in a row.
 */
final class BufferedReplies {
  private final Session session;

  BufferedReplies(Session session) {
    this.session = session;
  }

  /**
   * Passes the replies to the oldest commands on to the application, and collects the replies to parts of split commands.
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
   * Completes the oldest commands that one connection answers, and returns the length of their replies.
   *
   * @param aggregation collects the replies to parts; {@code null} when the application gets each reply
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
