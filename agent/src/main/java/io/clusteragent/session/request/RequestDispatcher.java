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
import io.clusteragent.session.scatter.NodeRound;
import io.clusteragent.session.send.CommandSender;
import io.clusteragent.session.send.PipelineCommandCache;
import io.clusteragent.session.send.StreamedCommand;
import io.clusteragent.session.state.CommandFrame;
import io.clusteragent.session.state.PendingCommand;
import io.clusteragent.session.state.Session;
import java.io.IOException;

/**
 * Reads the application's commands and sends each to its node.
 *
 * <p>A command that the application wrote in one piece is sent without a copy. When a command arrives in several pieces, its
 * beginning is collected until the key is known; the rest is sent as it arrives.
 */
public final class RequestDispatcher implements NodeRound.ReplyBarrier {
  private final Session session;
  private final ReplyReader replies;
  private final CommandSender sender;
  private final ConnectionCommands connectionCommands;
  private final CommandRouter router;
  private final StreamedCommand streamed;
  private final Request request = new Request();
  private final CommandFrame frame = new CommandFrame();
  private final PipelineCommandCache pipelineCache = new PipelineCommandCache();
  private final RequestReader reader = new RequestReader();
  private final ByteArrayBuilder head = new ByteArrayBuilder();

  /** Whether the beginning of a command is being collected: its node is not known yet. */
  private boolean collecting;

  public RequestDispatcher(Session session, ReplyReader replies) {
    this.session = session;
    this.replies = replies;
    this.sender = new CommandSender(session);
    this.router = new CommandRouter(session, sender, this);
    this.connectionCommands = new ConnectionCommands(session, router, sender);
    this.streamed = new StreamedCommand(session, sender);
  }

  public void write(byte[] bytes, int from, int length) throws IOException {
    session.log.beginPiece(bytes, from + length);
    try {
      read(bytes, from, from + length);
    } finally {
      session.log.endPiece();
    }
    sender.pieceWritten(length);
  }

  private void read(byte[] bytes, int from, int end) throws IOException {
    int at = from;
    while (at < end) {
      if (streamed.isOpen()) {
        at = stream(bytes, at, end);
      } else if (collecting) {
        at = collect(bytes, at, end);
      } else {
        int next = pipelineCache.whole(bytes, at, end, request);
        if (next == RequestReader.INCOMPLETE) {
          collecting = true;
          reader.begin();
          request.begin(0); // it described the previous command
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

  /** Reads the replies to all commands that were sent, before the next is written. */
  @Override
  public void await() throws IOException {
    flushNodes();
    replies.readAllAhead();
  }

  /** Whether the application has written complete commands only. */
  public boolean isBetweenCommands() {
    return !collecting && !streamed.isOpen();
  }

  /**
   * Pings all nodes to which the session is connected; only while no reply is outstanding.
   *
   * @throws IOException when a node does not reply
   */
  public void pingAll() throws IOException {
    for (int i = 0; i < session.openConnections.size(); i++) {
      NodeConnection connection = session.openConnections.get(i);
      if (connection.outstanding() == 0 && !connection.isPinned()) { // pinned: in a transaction
        sender.sendUnseen(connection, WireCommands.PING);
      }
    }
    await();
  }

  private void flushNodes() {
    streamed.flush();
    sender.flush();
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
      if (canStream()) {
        collecting = false;
        startStreaming();
        return at;
      }
    }
    return at;
  }

  /** Whether the bytes that have arrived name the node, and the agent does not need the rest of the command. */
  private boolean canStream() {
    if (request.available() == 0 || !isOrdinary() || session.context() == null) {
      return false;
    }
    Command command = session.context().commands().find(request);
    return command != null
        && command.kind() == Kind.DATA
        && command.requestPolicy() == RequestPolicy.DEFAULT
        && command.firstKey(request) >= 0;
  }

  private void startStreaming() throws IOException {
    Command command = session.context().commands().find(request);
    PendingCommand pending = router.byKey(
        frame.describe(command, request, false).place(head.bytes(), 0, 0),
        command.firstKey(request));
    streamed.begin(pending, head.size() + reader.bodyLeft());
    streamed.append(head.bytes(), 0, head.size());
  }

  private int stream(byte[] bytes, int from, int end) throws IOException {
    int next = reader.feed(bytes, from, end, null, false);
    streamed.append(bytes, from, next - from);
    if (reader.atEnd()) {
      streamed.end();
    }
    return next;
  }

  // ---- complete commands

  private boolean isOrdinary() {
    return session.transaction == null
        && session.stream == null
        && session.unansweredHandshakes == 0
        && !session.awaitsIdentityCheck()
        && sender.replyMode().isOn();
  }

  /**
   * Sends a complete command.
   *
   * @param alone whether the application wrote only this command: it then waits for the reply, so the agent sends at once
   */
  private void dispatch(byte[] bytes, int from, int length, boolean alone) throws IOException {
    Command command = pipelineCache.cached();
    if (command == null) {
      command = find();
      if (!alone) { // alone: no pipeline
        pipelineCache.learn(command, request, from);
      }
    }
    frame.describe(command, request, alone).place(bytes, from, length);
    if (command.kind() == Kind.DATA && isOrdinary()) {
      router.send(frame, command.firstKey(request));
    } else {
      connectionCommands.dispatch(frame);
    }
  }

  private Command find() {
    ClusterContext context = session.context();
    CommandTable table = context == null ? CommandTable.builtIn() : context.commands();
    Command command = table.find(request);
    if (command == null) {
      return Command.UNKNOWN; // its sub-command is missing: the server sends the error
    }
    if (command.unknown() && session.inCluster()) {
      return session
          .context()
          .learn(
              request, session.connections.entryNode(), session.queryIdentity(), session.timeout());
    }
    return command;
  }
}
