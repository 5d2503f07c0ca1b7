package io.clusteragent.session.request;

import io.clusteragent.cluster.connection.NodeConnection;
import io.clusteragent.command.Command;
import io.clusteragent.command.CommandTable;
import io.clusteragent.command.Kind;
import io.clusteragent.command.RequestPolicy;
import io.clusteragent.protocol.Request;
import io.clusteragent.protocol.RequestReader;
import io.clusteragent.session.bytes.ByteArrayBuilder;
import io.clusteragent.session.bytes.WireCommands;
import io.clusteragent.session.endpoint.ClusterContext;
import io.clusteragent.session.reply.ReplyReader;
import io.clusteragent.session.send.CommandSender;
import io.clusteragent.session.send.PipelineCommandCache;
import io.clusteragent.session.send.StreamedCommand;
import io.clusteragent.session.state.CommandFrame;
import io.clusteragent.session.state.PendingCommand;
import io.clusteragent.session.state.Session;
import java.io.IOException;

/**
 * The way out: reads the application's commands and sends each to its node.
 *
 * <p>A command that lies whole in what the application wrote goes on without a copy. Of one that does not, the head is
 * collected until its key is known; the rest is passed on as it comes.
 */
public final class RequestDispatcher {
  private final Session session;
  private final ReplyReader replies;
  private final CommandSender outbox;
  private final ConnectionCommands control;
  private final CommandRouter route;
  private final StreamedCommand passage;
  private final Request request = new Request();
  private final CommandFrame frame = new CommandFrame();
  private final PipelineCommandCache foresight = new PipelineCommandCache();
  private final RequestReader reader = new RequestReader();
  private final ByteArrayBuilder head = new ByteArrayBuilder();

  /** Whether a command began whose node is not known yet. */
  private boolean collecting;

  public RequestDispatcher(Session session, ReplyReader replies) {
    this.session = session;
    this.replies = replies;
    this.outbox = new CommandSender(session);
    this.route = new CommandRouter(session, outbox, this::park);
    this.control = new ConnectionCommands(session, route, outbox);
    this.passage = new StreamedCommand(session, outbox);
  }

  public void write(byte[] bytes, int from, int length) throws IOException {
    session.log.beginPiece(bytes, from + length);
    try {
      read(bytes, from, from + length);
    } finally {
      session.log.endPiece();
    }
    outbox.pieceWritten(length);
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

  public void flush() throws IOException {
    flushNodes();
    replies.drainUnwanted();
  }

  /** Makes the outcome of all commands so far known, before the next is written. */
  void park() throws IOException {
    flushNodes();
    replies.park();
  }

  /** Whether all that the application wrote so far are whole commands. */
  public boolean isBetweenCommands() {
    return !collecting && !passage.isOpen();
  }

  /**
   * Waits for a sign of life of all nodes that the session is connected to; for use while nothing is outstanding.
   *
   * @throws IOException when one does not give it
   */
  public void pingAll() throws IOException {
    for (int i = 0; i < session.leases.size(); i++) {
      NodeConnection connection = session.leases.get(i);
      if (connection.outstanding() == 0 && !connection.isPinned()) { // else in a transaction
        outbox.sendUnseen(connection, WireCommands.PING);
      }
    }
    park();
  }

  private void flushNodes() {
    passage.handOver();
    outbox.flush();
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
    PendingCommand pending = route.byKey(
        frame.describe(command, request, false).place(head.bytes(), 0, 0),
        command.firstKey(request));
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
        && !session.isUnproven()
        && outbox.replyMode().isOn();
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
    frame.describe(command, request, alone).place(bytes, from, length);
    if (command.kind() == Kind.DATA && isOrdinary()) {
      route.send(frame, command.firstKey(request));
    } else {
      control.dispatch(frame);
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
          .learn(request, session.leases.ownNode(), session.askingIdentity(), session.timeout());
    }
    return command;
  }
}
