package io.clusteragent.session.pubsub;

import io.clusteragent.cluster.connection.NodeConnection;
import io.clusteragent.cluster.node.Node;
import io.clusteragent.log.Log;
import io.clusteragent.protocol.Request;
import io.clusteragent.protocol.Resp;
import io.clusteragent.session.state.CommandFrame;
import io.clusteragent.session.state.Session;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Writes a subscriber's commands to its node, and moves its subscriptions to another one.
 *
 * <p>Thread-safe: one thread reads, and others may write.
 */
final class SubscriberConnection {
  private static final byte[] UNSUBSCRIBE = Resp.command("UNSUBSCRIBE");
  private static final byte[] PUNSUBSCRIBE = Resp.command("PUNSUBSCRIBE");

  /** A node that has disappeared from the network would take all the time in which another one can be found. */
  private static final int NODE_MILLIS = 1000;

  private final Session session;
  private final boolean monitor;
  private final ReentrantLock writing = new ReentrantLock();

  /** What the application wants by all its commands. */
  private final Subscriptions subscriptions = new Subscriptions();

  private final SubscriberCommands commands = new SubscriberCommands();
  private volatile NodeConnection connection;
  private volatile boolean wantsMasterEvents;
  private volatile boolean quit;
  private boolean begun;

  SubscriberConnection(Session session, boolean monitor) {
    this.session = session;
    this.connection = session.connections.entry();
    this.monitor = monitor;
    this.wantsMasterEvents = monitor;
  }

  /** The connection to the node. */
  NodeConnection get() {
    return connection;
  }

  Node node() {
    return connection.node();
  }

  /** Whether the application wants events that each master sends to its own clients only. */
  boolean wantsMasterEvents() {
    return wantsMasterEvents;
  }

  /** Whether no subscription is left. */
  boolean isOver() {
    writing.lock();
    try {
      return !monitor && subscriptions.size() == 0;
    } finally {
      writing.unlock();
    }
  }

  /** The number of subscriptions. */
  int size() {
    writing.lock();
    try {
      return subscriptions.size();
    } finally {
      writing.unlock();
    }
  }

  // ---- commands and answers

  /** Sends a command of the stream. When that fails, the reading thread detects the loss. */
  void write(CommandFrame frame) throws IOException {
    writing.lock();
    try {
      List<String> command = words(frame);
      if (command.get(0).endsWith("SUBSCRIBE")) {
        subscriptions.record(command);
        wantsMasterEvents = monitor || subscriptions.wantKeyspaceEvents();
      } else if (command.get(0).equals("QUIT")) {
        quit = true;
      }
      if (!begun) {
        begun = true;
        begin();
      }
      if (isTracked()) {
        commands.add(command);
      }
      connection.write(frame.bytes(), frame.start(), frame.length());
      if (connection.failure() != null && session.context() == null) {
        throw connection.failure();
      }
    } finally {
      writing.unlock();
    }
  }

  /**
   * Chooses the node before the first command. The entry node need not be a node of the cluster, but a balancer in front of it.
   *
   * <p>Then nobody would know whose events arrive, nor which node is lost with the connection. A replica repeats its master's.
   */
  private void begin() {
    if (session.context() == null) {
      return;
    }
    Set<Node> nodes = wantsMasterEvents
        ? session.cluster().slots().masters()
        : session.cluster().members();
    if (nodes.isEmpty() || nodes.contains(node())) {
      return;
    }
    for (Node master : session.cluster().mastersEndingWith(null)) {
      NodeConnection other = master.isSuspect() ? null : take(master);
      if (other != null) {
        other.pin();
        connection = other;
        return;
      }
    }
  }

  /** Returns an idle connection to a node; {@code null} when the node cannot be reached, or does not answer soon. */
  private NodeConnection take(Node node) {
    try {
      return session.connections.takeAnother(node, NODE_MILLIS);
    } catch (IOException e) {
      Log.debug("node " + node + " accepts no subscription: " + e);
      return null;
    }
  }

  private static List<String> words(CommandFrame frame) {
    Request request = frame.request();
    List<String> words = new ArrayList<>();
    words.add(frame.command().name());
    for (int i = 1; i < request.count(); i++) {
      words.add(new String(request.copy(i), StandardCharsets.ISO_8859_1));
    }
    return words;
  }

  /** Whether another node can replace this one: its answers are matched with the commands. */
  boolean isTracked() {
    return session.context() != null && !monitor;
  }

  /** Whether the node has answered all commands, as far as they are tracked. */
  boolean isAnswered() {
    return commands.areAnswered();
  }

  /**
   * Records a frame that answers a command.
   *
   * @param frame the elements of a confirmation; {@code null} for other answers
   */
  void answered(List<?> frame) {
    writing.lock();
    try {
      if (frame == null) {
        commands.answer();
      } else {
        commands.confirm(frame);
      }
    } finally {
      writing.unlock();
    }
  }

  /** Updates the connections that bring the events of the other masters. */
  void update(MasterEventStreams masterEvents) {
    writing.lock();
    try {
      masterEvents.update(subscriptions, node());
    } finally {
      writing.unlock();
    }
  }

  // ---- another node

  /** Whether the application waits for messages or answers that another node can bring. */
  boolean canMove() {
    return isTracked()
        && !session.isClosed()
        && !quit
        && (commands.confirmed() > 0 || !commands.areAnswered());
  }

  /** The number of subscriptions whose confirmation the application has got; another node confirms them first. */
  int confirmed() {
    return commands.confirmed();
  }

  /** Repeats the subscriptions on another node, then the commands that this one has not answered. */
  boolean moveTo(Node node) {
    NodeConnection other = take(node); // without the lock: the node may be slow
    if (other == null) {
      return false;
    }
    writing.lock();
    try {
      byte[] all = commands.all();
      if (canMove()) {
        other.write(all, 0, all.length);
      }
      if (other.failure() != null || !canMove()) {
        other.fail(new IOException("unused")); // so that releasing closes it
        session.connections.release(other);
        return false;
      }
      other.pin();
      connection = other;
    } finally {
      writing.unlock();
    }
    return true;
  }

  /** Makes the node end all subscriptions: otherwise it queues messages that no thread reads. */
  void leave(IOException cause) {
    NodeConnection left = connection;
    left.write(UNSUBSCRIBE, 0, UNSUBSCRIBE.length);
    left.write(PUNSUBSCRIBE, 0, PUNSUBSCRIBE.length);
    left.fail(cause);
  }

  /** Closes a connection that the stream no longer uses. */
  void discard(NodeConnection left) {
    if (left != session.entryConnection()) {
      left.unpin();
      session.openConnections.closeAndRemove(left);
    }
  }

  /** Ends a stream without subscriptions; one with subscriptions stays until the session ends. */
  void end() {
    if (connection != session.entryConnection() && size() == 0) {
      // The next session would mistake an unread confirmation for the reply to its command.
      connection.fail(new IOException("the subscription on node " + connection + " ended"));
      discard(connection);
    }
  }
}
