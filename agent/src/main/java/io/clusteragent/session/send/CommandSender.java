package io.clusteragent.session.send;

import io.clusteragent.cluster.connection.NodeConnection;
import io.clusteragent.cluster.node.Node;
import io.clusteragent.command.Command;
import io.clusteragent.protocol.Resp;
import io.clusteragent.session.merge.ReplyAggregation;
import io.clusteragent.session.state.CommandFrame;
import io.clusteragent.session.state.PendingCommand;
import io.clusteragent.session.state.PendingReply;
import io.clusteragent.session.state.ReplyMode;
import io.clusteragent.session.state.Session;
import java.io.IOException;

/** Sends commands to their nodes, and queues an entry for each reply. */
public final class CommandSender {
  private static final byte[] NO_REPLY = new byte[0];

  /**
   * The length of a piece that shows that the client's buffer was full (8 KB in Jedis).
   *
   * <p>Such a client continues its pipeline. Then the node with the most waiting bytes gets them, so that it works in the
   * meantime, as it would without the agent.
   */
  private static final int FULL_BUFFER = 7 * 1024;

  private final Session session;
  private final ReplicaRouting replicaRouting;
  private final ReplyMode replyMode = new ReplyMode();

  /** Whether bytes wait in a connection's buffer for the flush. */
  private boolean unflushed;

  public CommandSender(Session session) {
    this.session = session;
    this.replicaRouting = new ReplicaRouting(session);
  }

  public ReplyMode replyMode() {
    return replyMode;
  }

  // ---- connections

  /** As {@link #connectionFor(int)}, for a command that another node than the master may answer. */
  public NodeConnection connectionFor(Command command, int slot) {
    return command.readOnly() && replicaRouting.usesReplicas()
        ? replicaRouting.connectionFor(slot)
        : connectionFor(slot);
  }

  /**
   * Returns the connection to the master of a slot.
   *
   * <p>A slot without a known owner goes to the entry node, whose MOVED names the owner.
   *
   * @return {@code null} when the node cannot be reached, which is handled when the reply is due
   */
  public NodeConnection connectionFor(int slot) {
    Node node = session.map().owner(slot);
    return node == null ? session.connections.entry() : session.connections.tryTake(node);
  }

  // ---- commands, and replies by the agent

  /** Sends a command whose reply goes to the application, and keeps its bytes for a redirection. */
  public PendingCommand send(NodeConnection connection, CommandFrame frame, int slot) {
    Command command = frame.command();
    PendingCommand pending = session.queue.add();
    pending.begin(replyMode.action(), command, slot, connection);
    pending.goesToEntryNode(connection == session.entryConnection());
    if (connection != null) {
      if (connection.isOutOfStep() && session.context() != null) {
        connection.fail(
            new IOException("node " + connection + " sent data that answers no command"));
      }
      connection.expectReply();
      write(connection, frame);
      pending.written();
    }
    session.log.keep(pending, frame);
    if (command.blocking()) {
      pending.blocksSince(System.nanoTime());
      pending.expectDelay();
    }
    return pending;
  }

  /** Sends a command of the agent, whose reply the application does not get. */
  public PendingCommand sendUnseen(NodeConnection connection, byte[] bytes) {
    PendingCommand pending = session.queue.add();
    pending.begin(PendingReply.Action.DROP, Command.UNKNOWN, -1, connection);
    if (connection != null) {
      connection.expectReply();
      append(connection, bytes, 0, bytes.length);
      pending.written();
    }
    return pending;
  }

  /** Answers a command without sending it to a node. */
  public void answer(byte[] reply) {
    PendingCommand pending = session.queue.add();
    pending.begin(replyMode.action(), Command.UNKNOWN, -1, null);
    pending.answer(reply);
  }

  /** Answers a command, whose parts were sent before, with the merged replies to them. */
  public void merge(ReplyAggregation aggregation) {
    PendingCommand pending = session.queue.add();
    pending.begin(replyMode.action(), Command.UNKNOWN, -1, null);
    if (pending.action() == PendingReply.Action.RELAY) {
      pending.mergePartsOf(aggregation);
    } else {
      pending.answer(NO_REPLY);
    }
  }

  public void refuse(String error) {
    answer(Resp.error(error));
  }

  /** Lets the application get a failure in place of the reply to its command. */
  public void fail(IOException failure) {
    PendingCommand pending = session.queue.add();
    pending.begin(PendingReply.Action.FAIL, Command.UNKNOWN, -1, null);
    pending.failWith(failure);
  }

  // ---- bytes

  private void write(NodeConnection connection, CommandFrame frame) {
    if (frame.isAlone()) {
      connection.write(frame.bytes(), frame.start(), frame.length());
    } else {
      append(connection, frame.bytes(), frame.start(), frame.length());
    }
  }

  /** Adds bytes to a connection; they wait for the flush. */
  public void append(NodeConnection connection, byte[] bytes, int from, int length) {
    connection.append(bytes, from, length);
    unflushed = true;
  }

  /** Sends all bytes that wait. */
  public void flush() {
    if (unflushed) {
      unflushed = false;
      session.openConnections.flush();
    }
  }

  /**
   * Handles the end of a piece that the application wrote at once.
   *
   * @param length its number of bytes
   */
  public void pieceWritten(int length) {
    if (unflushed && length >= FULL_BUFFER) {
      session.openConnections.flushFullest();
    }
  }
}
