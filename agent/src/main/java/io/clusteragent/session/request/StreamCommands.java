package io.clusteragent.session.request;

import io.clusteragent.command.Command;
import io.clusteragent.command.Kind;
import io.clusteragent.session.pubsub.PubSubStream;
import io.clusteragent.session.pubsub.ShardedPubSubStream;
import io.clusteragent.session.state.CommandFrame;
import io.clusteragent.session.state.PendingCommand;
import io.clusteragent.session.state.PendingReply;
import io.clusteragent.session.state.Session;
import io.clusteragent.session.state.Stream;
import java.io.IOException;

/** Turns the application's connection into a stream of messages, and back. */
final class StreamCommands {
  private final Session session;
  private final CommandRouter router;

  StreamCommands(Session session, CommandRouter router) {
    this.session = session;
    this.router = router;
  }

  /**
   * Whether a command belongs to the open stream.
   *
   * <p>A stream without subscriptions ends at an ordinary command, and at a subscription of the other kind.
   */
  boolean belongsToStream(Command command) {
    Stream stream = session.stream;
    if (stream == null) {
      return false;
    }
    switch (command.kind()) {
      case SUBSCRIBE:
      case UNSUBSCRIBE:
        return !stream.isSharded() || !stream.isOver();
      case SSUBSCRIBE:
      case SUNSUBSCRIBE:
        return stream.isSharded() || !stream.isOver();
      case QUIT:
        return true;
      case AUTH: // Jedis renews a token in another thread and finds the reply among the messages
        return session.resp3 && !stream.isSharded() && !stream.isOver();
      default:
        return "PING".equals(command.name()) && !stream.isOver();
    }
  }

  /** Subscribes, or begins MONITOR, after the handshake is complete. */
  void subscribe(CommandFrame frame) throws IOException {
    boolean routed = session.inCluster();
    if (!routed && !session.queue.isEmpty()) {
      session.becomePlain(); // only their order would distinguish replies from messages
    }
    if (session.isPlain()) {
      router.toEntryNode(frame);
      return;
    }
    Kind kind = frame.command().kind();
    boolean sharded = kind == Kind.SSUBSCRIBE || kind == Kind.SUNSUBSCRIBE;
    boolean monitor = kind == Kind.MONITOR;
    Stream stream =
        routed && sharded ? new ShardedPubSubStream(session) : new PubSubStream(session, monitor);
    start(stream, frame);
  }

  private void start(Stream stream, CommandFrame frame) throws IOException {
    if (session.tracking) {
      session.forgetTracked(); // no thread reads the other connections while the stream is read
    }
    PendingCommand pending = session.queue.add();
    pending.begin(PendingReply.Action.STREAM, frame.command(), -1, null);
    pending.readFrom(stream);
    session.stream = stream;
    stream.write(frame);
  }

  /** Ends the stream, if one is open: an ordinary command follows the application's last subscription. */
  void endStream() {
    Stream stream = session.stream;
    if (stream == null) {
      return;
    }
    session.stream = null;
    PendingCommand pending = session.queue.head();
    if (pending != null && pending.action() == PendingReply.Action.STREAM) {
      session.queue.removeHead();
    }
    stream.end();
  }
}
