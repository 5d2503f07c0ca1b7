package io.clusteragent.session.request;

import io.clusteragent.command.Command;
import io.clusteragent.command.Kind;
import io.clusteragent.protocol.Request;
import io.clusteragent.protocol.Resp;
import io.clusteragent.session.send.CommandSender;
import io.clusteragent.session.state.CommandFrame;
import io.clusteragent.session.state.EntryNode;
import io.clusteragent.session.state.PendingCommand;
import io.clusteragent.session.state.Session;
import io.clusteragent.session.transaction.TransactionCommands;
import java.io.IOException;

/**
 * Sends commands that change the state of a connection.
 *
 * <p>It also sends every other command while that state is not the usual one, in a transaction or a subscription for example.
 */
final class ConnectionCommands {
  private static final byte[] OK = Resp.simple("OK");

  private final Session session;
  private final CommandRouter router;
  private final CommandSender sender;

  // Made when they are needed: many classes delay a start.
  private TransactionCommands transactions;
  private StreamCommands streams;

  ConnectionCommands(Session session, CommandRouter router, CommandSender sender) {
    this.session = session;
    this.router = router;
    this.sender = sender;
  }

  private TransactionCommands transactions() {
    if (transactions == null) {
      transactions = new TransactionCommands(session, sender);
    }
    return transactions;
  }

  private StreamCommands streams() {
    if (streams == null) {
      streams = new StreamCommands(session, router);
    }
    return streams;
  }

  void dispatch(CommandFrame frame) throws IOException {
    if (frame.command().kind() != Kind.CLIENT_REPLY) {
      sender.replyMode().begin();
    }
    try {
      dispatchWithReplyMode(frame);
    } finally {
      sender.replyMode().end();
    }
  }

  private void dispatchWithReplyMode(CommandFrame frame) throws IOException {
    Command command = frame.command();
    Request request = frame.request();
    Kind kind = command.kind();
    if (session.stream != null && streams().belongsToStream(command)) {
      session.stream.write(frame);
      return;
    }
    if (session.context() == null && !canMatchReplies(kind)) {
      session.becomePlain();
      session.writePlain(frame);
      return;
    }
    if (session.stream != null) {
      streams().endStream();
    }
    boolean inTransaction = session.transaction != null && session.transaction.isOpen();
    if (inTransaction && kind.setsUpConnection()) {
      transactions()
          .refuse(
              "ERR " + command.name()
                  + " changes the connections to all nodes of the cluster, and a transaction runs on one node");
      return;
    }
    if (inTransaction && kind.opensStream()) {
      transactions()
          .refuse(
              "ERR " + command.name()
                  + " turns the connection into a stream, and other sessions share the one that runs the transaction");
      return;
    }
    switch (kind) {
      case SELECT:
        if (inTransaction) {
          route(frame);
        } else {
          recordHandshake(frame);
        }
        return;
      case AUTH:
      case HELLO:
      case CLIENT_SETNAME:
      case CLIENT_STATE:
      case FIELD_SET:
        recordHandshake(frame);
        return;
      case CLIENT_TRACKING:
        track(frame);
        return;
      case RESET:
        if (session.transaction != null) {
          transactions().reset();
        }
        session.passed.end();
        sender.replyMode().on();
        recordHandshake(frame);
        return;
      case READONLY:
      case READWRITE:
      case ASKING:
      case QUIT:
        sender.send(session.connections.entry(), frame, -1);
        return;
      case CLIENT_REPLY:
        clientReply(frame);
        return;
      case SUBSCRIBE:
      case UNSUBSCRIBE:
      case MONITOR:
      case SSUBSCRIBE:
      case SUNSUBSCRIBE:
        awaitHandshake();
        streams().subscribe(frame);
        return;
      case REPLICATION:
        session.becomePlain();
        session.writePlain(frame);
        return;
      case EVAL:
        if (request.count() > 2
            && request.number(2) >= 0
            && request.number(2) <= request.count() - 3) {
          rememberScript(request, 1);
        }
        route(frame);
        return;
      case SCRIPT_LOAD:
        if (request.count() == 3) {
          rememberScript(request, 2);
        }
        route(frame);
        return;
      default:
        route(frame);
    }
  }

  /** Whether the agent still knows which command each reply answers, after a server of unknown kind gets this command. */
  private boolean canMatchReplies(Kind kind) {
    return session.stream == null
        ? session.passed.isFollowed(kind)
        : session.stream.isOver() && session.stream.isRead();
  }

  private void rememberScript(Request request, int argument) {
    if (session.inCluster()) {
      session.context().scripts().remember(request, argument);
    }
  }

  private void route(CommandFrame frame) throws IOException {
    Command command = frame.command();
    awaitHandshake();
    int key = command.firstKey(frame.request());
    if (!transactions().handles(command.kind())) {
      router.send(frame, key);
    } else if (session.inCluster()) {
      sendInTransaction(frame, key);
    } else {
      router.toEntryNode(frame);
    }
  }

  /** Awaits replies on which the next command depends: to a WATCH or MULTI that may be refused, to an EXEC with SELECT. */
  private void sendInTransaction(CommandFrame frame, int key) throws IOException {
    if (transactions().awaitsWatch()) {
      router.awaitReplies();
    }
    Kind kind = frame.command().kind();
    boolean awaited = kind == Kind.EXEC && transactions().selectsDatabase()
        || kind == Kind.MULTI && transactions().mayBeRefused();
    transactions().dispatch(frame, key);
    if (awaited) {
      router.awaitReplies();
    }
  }

  // ---- handshake

  private void recordHandshake(CommandFrame frame) throws IOException {
    if (!session.log.hasRoom(frame.length())) {
      router.awaitReplies(); // makes room: the session repeats the command on other connections
    }
    PendingCommand pending = sender.send(session.connections.entry(), frame, -1);
    pending.record();
    session.unansweredHandshakes++;
  }

  private void track(CommandFrame frame) throws IOException {
    awaitHandshake(); // from now on the node may send pushes
    if (!hasOption(frame.request(), "REDIRECT")) {
      recordHandshake(frame);
    } else if (session.inCluster()) {
      sender.refuse(
          "ERR CLIENT TRACKING with REDIRECT is not possible on a cluster, where each node has connections"
              + " of its own; use RESP3");
    } else {
      router.toEntryNode(frame);
    }
  }

  private static boolean hasOption(Request request, String option) {
    for (int i = 3; i < request.count(); i++) {
      if (request.is(i, option)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Reads the replies to handshake commands now, because the next command depends on their outcome.
   *
   * <p>The replies are kept for the application. It also checks the server's identity: only the handshake may reach a wrong
   * server.
   */
  private void awaitHandshake() throws IOException {
    if (session.unansweredHandshakes > 0 || session.awaitsIdentityCheck()) {
      router.awaitReplies();
    }
    if (session.awaitsIdentityCheck()) {
      EntryNode.verify(session);
    }
  }

  // ---- CLIENT REPLY

  /**
   * Switches the replies on or off.
   *
   * <p>In a cluster the agent drops the replies itself, because it needs them. A server of unknown kind sends none, and then the
   * agent cannot know which command a reply answers. So it passes all later bytes of such a connection unchanged.
   */
  private void clientReply(CommandFrame frame) throws IOException {
    awaitHandshake();
    if (!session.inCluster()) {
      session.becomePlain();
      session.writePlain(frame);
      return;
    }
    Request request = frame.request();
    if (request.count() == 3 && request.is(2, "OFF")) {
      sender.replyMode().off();
    } else if (request.count() == 3 && request.is(2, "SKIP")) {
      sender.replyMode().skipNext();
    } else if (request.count() == 3 && request.is(2, "ON")) {
      sender.replyMode().on();
      sender.answer(OK);
    } else {
      sender.refuse("ERR syntax error");
    }
  }
}
