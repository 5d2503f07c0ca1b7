package io.clusteragent.cluster.connection;

import io.clusteragent.cluster.connection.HandshakeExchange.RefusedCredentialsException;
import io.clusteragent.cluster.node.ClientRefusedException;
import io.clusteragent.cluster.node.DialInProgressException;
import io.clusteragent.cluster.node.ForeignNodeException;
import io.clusteragent.cluster.node.Node;
import io.clusteragent.log.Log;
import io.clusteragent.metrics.Count;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.locks.LockSupport;

/**
 * Shares the connections to one node under one profile between all sessions of the JVM.
 *
 * <p>The pool has no upper bound of its own. A session holds at most one connection per node (and one more while it replays),
 * so the application's own pool bounds this one. No session ever waits here, and no two sessions can wait for each other.
 */
public final class NodePool implements NodeConnection.Pool {

  private final Node node;
  private final NodeDialer dialer;
  private final ConnectionProfile identity;
  private final AcceptedCredentials accepted;
  private final ConcurrentLinkedDeque<NodeConnection> connections = new ConcurrentLinkedDeque<>();
  private volatile boolean retired;

  /**
   * @param accepted what the servers of the node's cluster accepted
   */
  NodePool(Node node, NodeDialer dialer, ConnectionProfile identity, AcceptedCredentials accepted) {
    this.node = node;
    this.dialer = dialer;
    this.identity = identity;
    this.accepted = accepted;
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
   * @throws IOException when the node cannot be reached or refuses the handshake; in both cases nothing was sent for the caller
   */
  public NodeConnection take(Object holder) throws IOException {
    return take(holder, 0);
  }

  /** As {@link #take(Object)}, but waits only for this time, in milliseconds, for a node that is suspect; 0 sets no limit. */
  public NodeConnection take(Object holder, int millis) throws IOException {
    return takeWithin(holder, node.isSuspect() ? millis : 0);
  }

  /** As {@link #take(Object)}, but waits only for this time, in milliseconds, for the dial, and for the handshake; 0 sets no limit. */
  public NodeConnection takeWithin(Object holder, int millis) throws IOException {
    for (NodeConnection connection : connections) {
      if (hold(connection, holder)) {
        return connection;
      }
    }
    return open(holder, millis);
  }

  /** Takes this particular connection again, if it is idle and alive. */
  public static boolean hold(NodeConnection connection, Object holder) {
    if (!connection.tryHold(holder)) {
      return false;
    }
    boolean lateInput = connection.wasHeldByAnother(holder) && hasInput(connection);
    if (lateInput || !isUsable(connection)) {
      connection.close();
      return false;
    }
    return true;
  }

  /** As {@link #hold}, but waits for another session that holds the connection; false when it is closed meanwhile. */
  public static boolean holdUntil(NodeConnection connection, Object holder, long deadlineNanos) {
    boolean waited = false;
    while (!connection.isClosed()) {
      if (hold(connection, holder)) {
        return true;
      }
      if (System.nanoTime() - deadlineNanos > 0) {
        return false;
      }
      if (!waited) {
        waited = true;
        connection.node().metrics().add(Count.POOL_WAITS);
      }
      LockSupport.parkNanos(50_000);
    }
    return false;
  }

  /** Whether a connection that was not used for a while is open and silent, as far as that has to be tested. */
  public static boolean isUsable(NodeConnection idle) {
    long now = System.nanoTime();
    if (!isTrusted(idle, now) && !isAlive(idle)) {
      idle.node().idleValidation().connectionLost(); // others that were used since may be lost, too
      return false;
    }
    idle.taken(now);
    return true;
  }

  /**
   * Whether the connection needs no test. Its age counts from when it was last taken: the session that releases it may have
   * read from it long before.
   */
  private static boolean isTrusted(NodeConnection idle, long now) {
    return idle.node().idleValidation().trusts(idle.nanosSinceTaken(now), now);
  }

  /**
   * Whether bytes have arrived. A late reply would be taken for a reply to the new holder. In the steady state connections do
   * not change their holder.
   */
  private static boolean hasInput(NodeConnection connection) {
    try {
      return connection.input().available() > 0;
    } catch (IOException e) {
      return true;
    }
  }

  /**
   * Whether the connection is open and silent. When bytes arrive on an idle connection, or it ended, it cannot be used again.
   */
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

  private NodeConnection open(Object holder, int limit) throws IOException {
    if (!node.isTrusted() && identity.carriesCredentials()) {
      throw new IOException("no topology reply of the cluster has named node " + node
          + ", so the agent sends it no credentials (see the options trustRedirects and nodes)");
    }
    Credentials own = identity.handshake().credentials();
    if (own == null) {
      return open(holder, limit, own);
    }
    List<Credentials> known = accepted.of(own);
    NodeConnection connection =
        known.isEmpty() ? open(holder, limit, own) : openWithAny(holder, limit, known);
    if (!known.equals(accepted.of(own))) {
      connection.outdate(); // renew() may not have seen it
    }
    return connection;
  }

  /** Tries the newest credentials first. A node may not know these yet, or know no others any more. */
  private NodeConnection openWithAny(Object holder, int limit, List<Credentials> known)
      throws IOException {
    int last = known.size() - 1;
    for (int i = 0; i < last; i++) {
      try {
        return open(holder, limit, known.get(i));
      } catch (RefusedCredentialsException e) {
        Log.debug(e.getMessage() + "; the agent tries the credentials that were accepted before");
      }
    }
    return open(holder, limit, known.get(last));
  }

  private NodeConnection open(Object holder, int limit, Credentials credentials)
      throws IOException {
    Socket socket;
    try {
      socket = dialer.dial(identity.dialer(), limit);
    } catch (DialInProgressException e) {
      throw e; // the running attempt records the failure
    } catch (IOException e) {
      node.metrics().add(Count.CONNECTIONS_FAILED);
      node.unreachable(e);
      throw e;
    }
    boolean ready = false;
    try {
      int millis = limit > 0 ? limit : socket.getSoTimeout();
      NodeConnection connection = new NodeConnection(node, this, socket, holder);
      connections.addFirst(
          connection); // from here on abandon() ends the wait for a node that hangs
      try {
        new HandshakeExchange(node, connection, identity.handshake().with(credentials)).run(millis);
        ready = true;
      } finally {
        if (!ready) {
          connections.remove(connection);
        }
      }
      return connection;
    } catch (SocketTimeoutException | ForeignNodeException | ClientRefusedException e) {
      node.unreachable(e);
      throw e;
    } finally {
      node.metrics().add(ready ? Count.CONNECTIONS_OPENED : Count.CONNECTIONS_FAILED);
      if (!ready) {
        PromptClose.of(socket);
      }
    }
  }

  @Override
  public void remove(NodeConnection connection) {
    connections.remove(connection);
  }

  /**
   * Retires the pool when the node's registry has dropped it: a session that still took a connection closes it instead of
   * releasing it.
   */
  void retire() {
    retired = true;
    closeIdle(-1);
  }

  @Override
  public boolean isRetired() {
    return retired;
  }

  /** Ends the connections as they become idle: there are newer credentials. */
  void renew() {
    for (NodeConnection connection : connections) {
      connection.outdate();
    }
  }

  /** The number of connections that a session holds. */
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

  /** Closes the idle connections, and aborts the held ones. */
  void abandon(String reason) {
    for (NodeConnection connection : connections) {
      if (connection.tryHold(this)) {
        connection.close();
      } else {
        connection.abort(reason);
      }
    }
  }

  /** Closes the idle connections that were last taken more than {@code nanos} ago. */
  void closeIdle(long nanos) {
    long now = System.nanoTime();
    for (NodeConnection connection : connections) {
      if (connection.nanosSinceTaken(now) > nanos && connection.tryHold(this)) {
        connection.dropBuffers();
        connection.close();
      }
    }
  }

  /** The number of connections, idle and held. */
  public int size() {
    return connections.size();
  }
}
