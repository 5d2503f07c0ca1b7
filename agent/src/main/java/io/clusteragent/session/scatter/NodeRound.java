package io.clusteragent.session.scatter;

import io.clusteragent.cluster.connection.NodeConnection;
import io.clusteragent.cluster.node.Node;
import io.clusteragent.command.Command;
import io.clusteragent.protocol.ProtocolException;
import io.clusteragent.protocol.ReplyParser;
import io.clusteragent.session.merge.PartialReplies;
import io.clusteragent.session.merge.ReplyAggregation;
import io.clusteragent.session.send.CommandSender;
import io.clusteragent.session.state.CommandFrame;
import io.clusteragent.session.state.PendingCommand;
import io.clusteragent.session.state.Session;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;

/** Sends commands of the agent to several nodes at once, and collects their replies. */
public final class NodeRound {

  /** Waits until the outcome of all commands sent so far is known. */
  public interface ReplyBarrier {
    void await() throws IOException;
  }

  private final Session session;
  private final CommandSender sender;
  private final CommandFrame frame = new CommandFrame();
  private final ReplyAggregation aggregation = ReplyAggregation.unmerged();

  /**
   * @param command the application's command that needs this round
   */
  NodeRound(Session session, CommandSender sender, Command command) {
    this.session = session;
    this.sender = sender;
    frame.describePart(command);
  }

  /**
   * Sends a command.
   *
   * @param slot a slot that the node serves; when the node does not reply, the command goes to the slot's owner at that time
   */
  void send(Node node, int slot, byte[] bytes) {
    send(session.connections.tryTake(node), slot, bytes);
  }

  /** As {@link #send(Node, int, byte[])}, on a connection that the session holds. */
  void send(NodeConnection connection, int slot, byte[] bytes) {
    PendingCommand pending = sender.send(connection, frame.place(bytes, 0, bytes.length), slot);
    pending.becomePartOf(aggregation);
  }

  /** Returns the replies, in the order of the commands. */
  PartialReplies replies() {
    return aggregation.replies();
  }

  /** Returns the node that answered a command; {@code null} when it is not known. */
  Node node(int reply) {
    return aggregation.node(reply);
  }

  /** Returns a reply as an object. */
  Object parsed(int reply) throws IOException {
    try {
      return new ReplyParser(new ByteArrayInputStream(aggregation.replies().copy(reply))).parse();
    } catch (EOFException e) {
      throw new ProtocolException("a node's reply is no value");
    }
  }
}
