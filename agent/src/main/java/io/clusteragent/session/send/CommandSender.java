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

/** Sends commands to their nodes, and queues for each what is to become of its reply. */
public final class CommandSender {
  private static final byte[] NO_REPLY = new byte[0];

  /**
   * A client whose buffer (8 KB of Jedis's) is full writes it and goes on with its pipeline. Then the node for which most is
   * there gets to work, as it would without the agent.
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

  // ---- where to

  /** As {@link #connectionFor(int)}, for a command that may be answered by another node than the master. */
  public NodeConnection connectionFor(Command command, int slot) {
    return command.readOnly() && replicaRouting.usesReplicas()
        ? replicaRouting.connectionFor(slot)
        : connectionFor(slot);
  }

  /**
   * The connection to the master of a slot; {@code null} when its node cannot be reached, which is dealt with when the reply is due.
   * A slot without a known owner goes to the application's own node, whose MOVED will tell.
   */
  public NodeConnection connectionFor(int slot) {
    Node node = session.map().owner(slot);
    return node == null ? session.entryConnection() : session.connections.tryTake(node);
  }

  // ---- commands, and answers in their place

  /** Sends a command whose reply goes to the application, and keeps its bytes for a redirection. */
  public PendingCommand send(NodeConnection connection, CommandFrame frame, int slot) {
    Command command = frame.command();
    PendingCommand pending = session.queue.add();
    pending.begin(replyMode.action(), command, slot, connection);
    pending.goesToEntryNode(connection == session.entryConnection());
    if (connection != null) {
      if (connection.isOutOfStep() && session.context() != null) {
        connection.fail(new IOException("node " + connection + " sent more than it was asked for"));
      }
      connection.expectReply();
      put(connection, frame);
      pending.written();
    }
    session.log.keep(pending, frame);
    if (command.blocking()) {
      pending.blocksSince(System.nanoTime());
      pending.expectDelay();
    }
    return pending;
  }

  /** Sends a command of the agent's own, whose reply nobody sees. */
  public PendingCommand sendUnseen(NodeConnection connection, byte[] bytes) {
    PendingCommand pending = session.queue.add();
    pending.begin(PendingReply.Action.SWALLOW, Command.UNKNOWN, -1, connection);
    if (connection != null) {
      connection.expectReply();
      append(connection, bytes, 0, bytes.length);
      pending.written();
    }
    return pending;
  }

  /** Answers a command without asking any node. */
  public void answer(byte[] reply) {
    PendingCommand pending = session.queue.add();
    pending.begin(replyMode.action(), Command.UNKNOWN, -1, null);
    pending.answer(reply);
  }

  /** Answers a command, whose parts were sent before this, with their replies merged. */
  public void merge(ReplyAggregation gather) {
    PendingCommand pending = session.queue.add();
    pending.begin(replyMode.action(), Command.UNKNOWN, -1, null);
    if (pending.action() == PendingReply.Action.RELAY) {
      pending.mergePartsOf(gather);
    } else {
      pending.answer(NO_REPLY);
    }
  }

  public void refuse(String error) {
    answer(Resp.error(error));
  }

  /** Lets the application meet a failure where the reply to its command would be. */
  public void fail(IOException failure) {
    PendingCommand pending = session.queue.add();
    pending.begin(PendingReply.Action.FAIL, Command.UNKNOWN, -1, null);
    pending.failWith(failure);
  }

  // ---- bytes

  private void put(NodeConnection connection, CommandFrame frame) {
    if (frame.isAlone()) {
      connection.write(frame.bytes(), frame.start(), frame.length());
    } else {
      append(connection, frame.bytes(), frame.start(), frame.length());
    }
  }

  /** Gives a connection bytes that wait for the flush. */
  public void append(NodeConnection connection, byte[] bytes, int from, int length) {
    connection.append(bytes, from, length);
    unflushed = true;
  }

  /** Sends what waits. */
  public void flush() {
    if (unflushed) {
      unflushed = false;
      session.openConnections.flush();
    }
  }

  /** The application wrote so many bytes at once, and they have been dealt with. */
  public void pieceWritten(int length) {
    if (unflushed && length >= FULL_BUFFER) {
      session.openConnections.flushFullest();
    }
  }
}
