package io.clusteragent.cluster.connection;

import io.clusteragent.cluster.node.ForeignNodeException;
import io.clusteragent.cluster.node.Node;
import io.clusteragent.cluster.node.TriedAlreadyException;
import io.clusteragent.metrics.Count;
import io.clusteragent.protocol.ErrorReply;
import io.clusteragent.protocol.ReplyParser;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Collections;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * The connections to one node under one identity, shared by all sessions of the JVM. It has no upper bound of its own: a
 * session holds at most one connection per node (and one more while it replays), so the application's own pool bounds it,
 * nobody ever waits here, and no two sessions can wait for each other.
 */
public final class NodePool implements NodeConnection.Pool {

  private static final Handshake.Step[] STEPS = Handshake.Step.values();

  private final Node node;
  private final NodeDialer dialer;
  private final ConnectionProfile identity;
  private final ConcurrentLinkedDeque<NodeConnection> connections = new ConcurrentLinkedDeque<>();
  private volatile boolean retired;

  NodePool(Node node, NodeDialer dialer, ConnectionProfile identity) {
    this.node = node;
    this.dialer = dialer;
    this.identity = identity;
  }

  public Node node() {
    return node;
  }

  public ConnectionProfile identity() {
    return identity;
  }

  /**
   * Takes an idle connection, or makes one.
   *
   * @throws IOException when the node cannot be reached or refuses the handshake; nothing was sent for the caller then
   */
  public NodeConnection take(Object holder) throws IOException {
    for (NodeConnection connection : connections) {
      if (hold(connection, holder)) {
        return connection;
      }
    }
    return open(holder);
  }

  /** Takes this very connection again, if it is idle and alive. */
  public static boolean hold(NodeConnection connection, Object holder) {
    if (!connection.tryHold(holder)) {
      return false;
    }
    long now = System.nanoTime();
    boolean stray = connection.wasHeldByAnother(holder) && hasInput(connection);
    if (stray || !isTrusted(connection, now) && !isAlive(connection)) {
      connection.close();
      return false;
    }
    connection.taken(now);
    return true;
  }

  /** The age counts from when the connection was taken last: who releases it may have read from it long before. */
  private static boolean isTrusted(NodeConnection idle, long now) {
    return idle.node().idleValidation().trusts(idle.nanosSinceTaken(now), now);
  }

  /** What arrived late answers nothing that the new holder asks. In the steady state connections do not change hands. */
  private static boolean hasInput(NodeConnection connection) {
    try {
      return connection.input().available() > 0;
    } catch (IOException e) {
      return true;
    }
  }

  /** Nothing may arrive on an idle connection; if anything does, or it ended, it is of no more use. */
  private static boolean isAlive(NodeConnection connection) {
    try {
      connection.input().fill(1);
      return false;
    } catch (SocketTimeoutException e) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private NodeConnection open(Object holder) throws IOException {
    if (!node.isTrusted() && identity.carriesCredentials()) {
      throw new IOException("no topology reply of the cluster has named node " + node
          + ", so it is told no credentials (see the options trustRedirects and nodes)");
    }
    Socket socket;
    try {
      socket = dialer.dial(identity.dialer());
    } catch (TriedAlreadyException e) {
      throw e; // who tries tells of the node
    } catch (IOException e) {
      node.metrics().add(Count.CONNECTIONS_FAILED);
      node.unreachable(e);
      throw e;
    }
    boolean ready = false;
    try {
      int millis = socket.getSoTimeout();
      NodeConnection connection = new NodeConnection(node, this, socket, holder);
      connections.addFirst(
          connection); // from here on abandon() ends the wait for a node that hangs
      try {
        handshake(connection, millis);
        ready = true;
      } finally {
        if (!ready) {
          connections.remove(connection);
        }
      }
      return connection;
    } catch (SocketTimeoutException | ForeignNodeException e) {
      node.unreachable(e);
      throw e;
    } finally {
      node.metrics().add(ready ? Count.CONNECTIONS_OPENED : Count.CONNECTIONS_FAILED);
      if (!ready) {
        socket.close();
      }
    }
  }

  /** Brings the connection into its state, and asks the node for its id as soon as it may be asked anything. */
  private void handshake(NodeConnection connection, int millis) throws IOException {
    Handshake handshake = identity.handshake();
    String id = node.expectedId();
    for (Handshake.Step step : STEPS) {
      byte[] command = handshake.command(step);
      if (command != null) {
        connection.append(command, 0, command.length);
      }
      if (step == Handshake.Step.AUTH && !id.isEmpty()) {
        connection.append(NodeIdentity.QUESTION, 0, NodeIdentity.QUESTION.length);
      }
    }
    connection.flush();
    if (connection.failure() != null) {
      throw connection.failure();
    }
    ReplyParser replies = new ReplyParser(connection.input().stream(millis));
    for (Handshake.Step step : STEPS) {
      Object reply = handshake.command(step) == null ? null : replies.parse();
      if (reply != null) {
        node.answered();
      }
      if (reply instanceof ErrorReply) {
        throw new IOException("cluster node " + node + " refused " + step
            + ", which the application's own node accepted: " + reply);
      }
      if (step == Handshake.Step.AUTH && !id.isEmpty()) {
        NodeIdentity.of(replies.parse(), Collections.singleton(id)).applyTo(node);
      }
    }
  }

  @Override
  public void remove(NodeConnection connection) {
    connections.remove(connection);
  }

  /** Forgotten by the node: a session that still got hold of it closes its connection instead of giving it back. */
  void retire() {
    retired = true;
    closeIdle(-1);
  }

  @Override
  public boolean isRetired() {
    return retired;
  }

  /** Number of connections that somebody holds. */
  int held() {
    int held = 0;
    for (NodeConnection connection : connections) {
      held += connection.isHeld() ? 1 : 0;
    }
    return held;
  }

  boolean isEmpty() {
    return connections.isEmpty();
  }

  /** Closes the idle connections, and breaks those that are held. */
  void abandon(String reason) {
    for (NodeConnection connection : connections) {
      if (connection.tryHold(this)) {
        connection.close();
      } else {
        connection.abort(reason);
      }
    }
  }

  /** Closes the idle connections that were taken last more than {@code nanos} ago. */
  void closeIdle(long nanos) {
    long now = System.nanoTime();
    for (NodeConnection connection : connections) {
      if (connection.nanosSinceTaken(now) > nanos && connection.tryHold(this)) {
        connection.dropBuffers();
        connection.close();
      }
    }
  }

  /** Number of connections, idle and held. */
  public int size() {
    return connections.size();
  }
}
