package io.clusteragent.session;

import io.clusteragent.cluster.HashSlot;
import io.clusteragent.cluster.Node;
import io.clusteragent.cluster.NodeConnection;
import io.clusteragent.command.Command;
import io.clusteragent.command.CommandTable;
import io.clusteragent.command.Kind;
import io.clusteragent.command.RequestPolicy;
import io.clusteragent.protocol.Request;
import io.clusteragent.protocol.RequestReader;
import io.clusteragent.protocol.Resp;
import java.io.IOException;

/**
 * The way out: reads the application's commands and sends each to its node.
 *
 * <p>A command that lies whole in what the application wrote goes on without a copy. Of one that does not, the head is
 * collected until its key is known; the rest is passed on as it comes.
 */
final class RequestFlow {
  private static final byte[] NO_REPLY = new byte[0];

  /**
   * A client whose buffer (8 KB of Jedis's) is full writes it and goes on with its pipeline. Then the node for which most is
   * there gets to work, as it would without the agent.
   */
  private static final int FULL_BUFFER = 7 * 1024;

  private final Session session;
  private final ReplyFlow replies;
  private final ControlCommands control;
  private final Scatter scatter;
  private final Reads reads;
  private final Passage passage;
  private final Request request = new Request();
  private final Foresight foresight = new Foresight();
  private final RequestReader reader = new RequestReader();
  private final ByteSink head = new ByteSink();

  private boolean collecting;

  /** Whether bytes wait in a connection's buffer for the flush. */
  private boolean unflushed;

  RequestFlow(Session session, ReplyFlow replies) {
    this.session = session;
    this.replies = replies;
    this.control = new ControlCommands(session, this);
    this.scatter = new Scatter(session, this);
    this.reads = new Reads(session);
    this.passage = new Passage(session, this);
  }

  void write(byte[] bytes, int from, int length) throws IOException {
    session.log.beginPiece(bytes, from + length);
    try {
      read(bytes, from, from + length);
    } finally {
      session.log.endPiece();
    }
    if (unflushed && length >= FULL_BUFFER) {
      session.leases.flushFullest();
    }
  }

  private void read(byte[] bytes, int from, int end) throws IOException {
    int at = from;
    while (at < end) {
      if (passage.isOpen()) {
        at = passOn(bytes, at, end);
      } else if (collecting) {
        at = collect(bytes, at, end);
      } else {
        int next = foresight.whole(bytes, at, end, request);
        if (next == RequestReader.INCOMPLETE) {
          collecting = true;
          reader.begin();
          request.begin(0); // what it showed belongs to the command before
          head.clear();
        } else {
          dispatch(bytes, at, next - at, at == from && next == end);
          at = next;
        }
      }
      if (session.isPlain() && at < end) {
        session.writePlain(bytes, at, end - at);
        return;
      }
    }
  }

  void flush() throws IOException {
    flushNodes();
    replies.drainUnwanted();
  }

  /** Makes the outcome of all commands so far known, before the next is written. */
  void park() throws IOException {
    flushNodes();
    replies.park();
  }

  private void flushNodes() {
    passage.handOver();
    if (unflushed) {
      unflushed = false;
      session.leases.flush();
    }
  }

  // ---- commands that arrive in pieces

  private int collect(byte[] bytes, int from, int end) throws IOException {
    int at = from;
    while (at < end) {
      int next = reader.feed(bytes, at, end, request, true);
      head.append(bytes, at, next - at);
      request.bytes(head.bytes());
      at = next;
      if (reader.atEnd()) {
        collecting = false;
        dispatch(head.bytes(), 0, head.size(), false);
        return at;
      }
      if (canPassOn()) {
        collecting = false;
        startPassing();
        return at;
      }
    }
    return at;
  }

  /** Whether the command's node is known from what has arrived, and nothing about the command needs the rest. */
  private boolean canPassOn() {
    if (request.available() == 0 || !isOrdinary() || session.context() == null) {
      return false;
    }
    Command command = session.context().commands().find(request);
    return command != null
        && command.kind() == Kind.DATA
        && command.requestPolicy() == RequestPolicy.DEFAULT
        && command.firstKey(request) >= 0;
  }

  private void startPassing() throws IOException {
    Command command = session.context().commands().find(request);
    Pending pending = sendByKey(command, command.firstKey(request), head.bytes(), 0, 0, false);
    passage.begin(pending, head.size() + reader.bodyLeft());
    passage.pass(head.bytes(), 0, head.size());
  }

  private int passOn(byte[] bytes, int from, int end) throws IOException {
    int next = reader.feed(bytes, from, end, null, false);
    passage.pass(bytes, from, next - from);
    if (reader.atEnd()) {
      passage.end();
    }
    return next;
  }

  // ---- deciding

  private boolean isOrdinary() {
    return session.transaction == null
        && session.stream == null
        && session.unsettled == 0
        && !session.ownNode.isUnproven()
        && control.repliesWanted();
  }

  /**
   * Sends a complete command.
   *
   * @param alone whether the application wrote just this: it then waits for the reply, so that nothing is gained by
   *     holding bytes back
   */
  private void dispatch(byte[] bytes, int from, int length, boolean alone) throws IOException {
    Command command = foresight.foreseen();
    if (command == null) {
      command = find();
      if (!alone) { // else there is no pipeline to foresee
        foresight.learn(command, request, from);
      }
    }
    if (command.kind() == Kind.DATA && isOrdinary()) {
      route(command, command.firstKey(request), bytes, from, length, alone);
      return;
    }
    control.dispatch(command, request, bytes, from, length, alone);
  }

  /** Sends a command to the node of its key, to all nodes that it concerns, or to the application's own. */
  void route(Command command, int key, byte[] bytes, int from, int length, boolean alone)
      throws IOException {
    boolean severalNodes = command.requestPolicy() != RequestPolicy.DEFAULT;
    if (key < 0 && !severalNodes) {
      send(session.own(), command, -1, bytes, from, length, alone);
    } else if (!session.inCluster()) {
      sendWhereverItLeads(command, bytes, from, length, alone);
    } else if (!severalNodes) {
      sendByKey(command, key, bytes, from, length, alone);
    } else if (key < 0) {
      scatter.toAllMasters(command, request, bytes, from, length);
    } else if (!scatter.split(command, request)) {
      sendByKey(command, key, bytes, from, length, alone);
    }
  }

  /** The server is no cluster node, or will not say yet what it is. */
  void sendWhereverItLeads(Command command, byte[] bytes, int from, int length, boolean alone)
      throws IOException {
    if (session.isPlain()) {
      session.writePlain(bytes, from, length);
    } else {
      send(session.own(), command, -1, bytes, from, length, alone);
    }
  }

  private Command find() {
    ClusterContext context = session.context();
    CommandTable table = context == null ? CommandTable.builtIn() : context.commands();
    Command command = table.find(request);
    if (command == null) {
      return Command.UNKNOWN; // a container command without its sub-command: the server will say so
    }
    if (command.unknown() && session.inCluster()) {
      return session
          .context()
          .learn(request, session.leases.ownNode(), session.identity(), session.timeout());
    }
    return command;
  }

  // ---- sending

  private Pending sendByKey(
      Command command, int key, byte[] bytes, int from, int length, boolean alone) {
    int slot = HashSlot.of(request, key);
    return send(connectionFor(command, slot), command, slot, bytes, from, length, alone);
  }

  /** As {@link #connectionFor(int)}, for a command that may be answered by another node than the master. */
  NodeConnection connectionFor(Command command, int slot) {
    return command.readOnly() && reads.goElsewhere()
        ? reads.connectionFor(slot)
        : connectionFor(slot);
  }

  /**
   * The connection to the master of a slot; {@code null} when its node cannot be reached, which is dealt with when the reply is due.
   * A slot without a known owner goes to the application's own node, whose MOVED will tell.
   */
  NodeConnection connectionFor(int slot) {
    Node node = session.map().owner(slot);
    return node == null ? session.own() : session.leases.tryTake(node);
  }

  /** Sends a command whose reply goes to the application, and keeps its bytes for a redirection. */
  Pending send(
      NodeConnection connection,
      Command command,
      int slot,
      byte[] bytes,
      int from,
      int length,
      boolean alone) {
    Pending pending = session.queue.add();
    pending.reset(control.replyAction(), command, slot, connection);
    pending.forOwnNode = connection == session.own();
    if (connection != null) {
      if (connection.isOutOfStep()) {
        connection.fail(new IOException("node " + connection + " sent more than it was asked for"));
      }
      connection.expectReply();
      put(connection, bytes, from, length, alone);
      pending.endMark = connection.mark();
    }
    session.log.keep(pending, bytes, from, length);
    if (command.blocking()) {
      pending.sentAt = System.nanoTime();
      pending.expectDelay();
    }
    return pending;
  }

  /** Sends a command of the agent's own, whose reply nobody sees. */
  Pending sendUnseen(NodeConnection connection, byte[] bytes) {
    Pending pending = session.queue.add();
    pending.reset(Pending.Action.SWALLOW, Command.UNKNOWN, -1, connection);
    if (connection != null) {
      connection.expectReply();
      put(connection, bytes, 0, bytes.length, false);
      pending.endMark = connection.mark();
    }
    return pending;
  }

  /** Answers a command without asking any node. */
  void answer(byte[] reply) {
    Pending pending = session.queue.add();
    pending.reset(control.replyAction(), Command.UNKNOWN, -1, null);
    pending.answer(reply);
  }

  /** Answers a command, whose parts were sent before this, with their replies merged. */
  void gather(Gather gather) {
    Pending pending = session.queue.add();
    pending.reset(control.replyAction(), Command.UNKNOWN, -1, null);
    if (pending.action == Pending.Action.RELAY) {
      pending.action = Pending.Action.GATHER;
      pending.gather = gather;
    } else {
      pending.answer(NO_REPLY);
    }
  }

  void refuse(String error) {
    answer(Resp.error(error));
  }

  void put(NodeConnection connection, byte[] bytes, int from, int length, boolean alone) {
    if (alone) {
      connection.write(bytes, from, length);
    } else {
      connection.append(bytes, from, length);
      unflushed = true;
    }
  }
}
