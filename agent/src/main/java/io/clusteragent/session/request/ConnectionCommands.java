package io.clusteragent.session.request;

import io.clusteragent.command.Command;
import io.clusteragent.command.Kind;
import io.clusteragent.protocol.Request;
import io.clusteragent.protocol.Resp;
import io.clusteragent.session.pubsub.PubSubStream;
import io.clusteragent.session.pubsub.ShardedPubSubStream;
import io.clusteragent.session.send.CommandSender;
import io.clusteragent.session.state.CommandFrame;
import io.clusteragent.session.state.EntryNode;
import io.clusteragent.session.state.PendingCommand;
import io.clusteragent.session.state.PendingReply;
import io.clusteragent.session.state.Session;
import io.clusteragent.session.state.Stream;
import io.clusteragent.session.transaction.TransactionCommands;
import java.io.IOException;

/** The commands that change what a connection is or expects; all that is not simply routed by a key. */
final class ConnectionCommands {
  private static final byte[] OK = Resp.simple("OK");

  private final Session session;
  private final CommandRouter router;
  private final CommandSender sender;
  private final TransactionCommands transactions;

  ConnectionCommands(Session session, CommandRouter route, CommandSender sender) {
    this.session = session;
    this.router = route;
    this.sender = sender;
    this.transactions = new TransactionCommands(session, sender);
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
    if (session.stream != null && staysInStream(kind, command)) {
      session.stream.write(frame);
      return;
    }
    if (session.context() == null && !isFollowed(kind)) {
      session.becomePlain();
      session.writePlain(frame);
      return;
    }
    if (session.stream != null) {
      leaveStream();
    }
    if (transactions.isOpen() && kind.setsUpConnection()) {
      transactions.refuse("ERR " + command.name()
          + " changes the connection, to all nodes of the cluster, and a transaction runs on one");
      return;
    }
    if (transactions.isOpen() && kind.opensStream()) {
      transactions.refuse(
          "ERR " + command.name()
              + " turns the connection into one that listens, and a transaction runs on one that others share");
      return;
    }
    switch (kind) {
      case SELECT:
        if (transactions.isOpen()) {
          routed(frame);
        } else {
          recordHandshake(frame);
        }
        return;
      case AUTH:
      case HELLO:
      case CLIENT_SETNAME:
      case CLIENT_STATE:
        recordHandshake(frame);
        return;
      case CLIENT_TRACKING:
        track(frame);
        return;
      case RESET:
        transactions.reset();
        session.passed.end();
        sender.replyMode().on();
        recordHandshake(frame);
        return;
      case READONLY:
      case READWRITE:
      case ASKING:
      case QUIT:
        sender.send(session.entryConnection(), frame, -1);
        return;
      case CLIENT_REPLY:
        clientReply(frame);
        return;
      case SUBSCRIBE:
      case UNSUBSCRIBE:
      case MONITOR:
      case SSUBSCRIBE:
      case SUNSUBSCRIBE:
        subscribe(frame);
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
        routed(frame);
        return;
      case SCRIPT_LOAD:
        if (request.count() == 3) {
          rememberScript(request, 2);
        }
        routed(frame);
        return;
      default:
        routed(frame);
    }
  }

  /** Whether a server of unknown nature may get the command with the agent still knowing what each reply answers. */
  private boolean isFollowed(Kind kind) {
    return session.stream == null
        ? session.passed.isFollowed(kind)
        : session.stream.isOver() && session.stream.isRead();
  }

  private void rememberScript(Request request, int argument) {
    if (session.inCluster()) {
      session.context().scripts().remember(request, argument);
    }
  }

  private void routed(CommandFrame frame) throws IOException {
    Command command = frame.command();
    awaitHandshake();
    int key = command.firstKey(frame.request());
    if (!transactions.handles(command.kind())) {
      router.send(frame, key);
    } else if (session.inCluster()) {
      inTransaction(frame, key);
    } else {
      router.toEntryNode(frame);
    }
  }

  /** What follows WATCH or MULTI must know whether it was refused, and what follows EXEC, which database it selected. */
  private void inTransaction(CommandFrame frame, int key) throws IOException {
    if (transactions.awaitsWatch()) {
      router.awaitReplies();
    }
    Kind kind = frame.command().kind();
    boolean awaited = kind == Kind.EXEC && transactions.selectsDatabase()
        || kind == Kind.MULTI && transactions.mayBeRefused();
    transactions.dispatch(frame, key);
    if (awaited) {
      router.awaitReplies();
    }
  }

  // ---- handshake

  private void recordHandshake(CommandFrame frame) throws IOException {
    if (!session.log.hasRoom(frame.length())) {
      router.awaitReplies(); // once accepted, it has to be there to be taken over
    }
    PendingCommand pending = sender.send(session.entryConnection(), frame, -1);
    pending.record();
    session.unansweredHandshakes++;
  }

  private void track(CommandFrame frame) throws IOException {
    awaitHandshake(); // from now on the node may speak unasked
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
   * What follows a handshake command must know whether it succeeded: its reply is read now and kept. And whatever is no
   * handshake must not reach a wrong server.
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
   * In a cluster the agent itself drops the replies: it needs them. A server of unknown nature drops them itself, and nobody
   * can tell then which command a reply answers: so the connection passes everything from here on.
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

  // ---- streams

  /** What is over makes way for ordinary commands, and for channels of the other kind. */
  private boolean staysInStream(Kind kind, Command command) {
    Stream stream = session.stream;
    switch (kind) {
      case SUBSCRIBE:
      case UNSUBSCRIBE:
        return !stream.isSharded() || !stream.isOver();
      case SSUBSCRIBE:
      case SUNSUBSCRIBE:
        return stream.isSharded() || !stream.isOver();
      case QUIT:
        return true;
      case AUTH: // Jedis renews a token from another thread, and looks for the answer among the
        // messages
        return session.resp3 && !stream.isSharded() && !stream.isOver();
      default:
        return "PING".equals(command.name()) && !stream.isOver();
    }
  }

  private void startStream(Stream stream, CommandFrame frame) throws IOException {
    if (session.tracking) {
      session.forgetTracked(); // while the stream is read, nobody looks at the other connections
    }
    PendingCommand pending = session.queue.add();
    pending.begin(PendingReply.Action.STREAM, frame.command(), -1, null);
    pending.readFrom(stream);
    session.stream = stream;
    stream.write(frame);
  }

  /** An ordinary command: the application has read the end of its last subscription. */
  private void leaveStream() {
    Stream stream = session.stream;
    session.stream = null;
    PendingCommand pending = session.queue.head();
    if (pending != null && pending.action() == PendingReply.Action.STREAM) {
      session.queue.removeHead();
    }
    stream.end();
  }

  private void subscribe(CommandFrame frame) throws IOException {
    awaitHandshake();
    boolean routed = session.inCluster();
    if (!routed && !session.queue.isEmpty()) {
      session.becomePlain(); // replies and messages would be told apart by their order alone
    }
    if (session.isPlain()) {
      router.toEntryNode(frame);
      return;
    }
    Kind kind = frame.command().kind();
    boolean sharded = kind == Kind.SSUBSCRIBE || kind == Kind.SUNSUBSCRIBE;
    boolean monitor = kind == Kind.MONITOR;
    Stream stream = routed && sharded
        ? new ShardedPubSubStream(session)
        : new PubSubStream(session, session.entryConnection(), monitor);
    startStream(stream, frame);
  }
}
