package io.clusteragent.session.state;

import io.clusteragent.cluster.connection.ConnectionProfile;
import io.clusteragent.cluster.connection.NodeConnection;
import io.clusteragent.cluster.connection.NodePool;
import io.clusteragent.cluster.node.Node;
import io.clusteragent.cluster.view.Cluster;
import io.clusteragent.log.Log;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Takes node connections for a session, and releases them.
 *
 * <p>A session holds at most one connection per node, and one more while it replays a transaction. It first tries the
 * connection that it used last on a node: in the steady state, taking one is a single compare-and-set.
 */
public final class HeldConnections {
  private static final int ENTRY_NODE_MILLIS = 1000;

  private final Object holder;
  private final OpenConnections open;
  private final ArrayList<Node> unreachable = new ArrayList<>(0);

  /** The pooled connection that the session used last on each node. */
  private final ByNode lastUsed = new ByNode();

  /** The last result of {@link #tryTake} for each node: the shortest path, for the entry connection, too. */
  private final ByNode lastTaken = new ByNode();

  private ConnectionProfile identity;
  private Cluster cluster;
  private Node entryNode;

  /** Whether the session has used other nodes, and not the entry connection, for a while. */
  private boolean entryUnused;

  /** Whether the session keeps its connections until it ends, because their nodes send pushes to it. */
  private boolean exclusive;

  /** The first lost connection whose node sent pushes to this session, or {@code null}. */
  private NodeConnection lost;

  HeldConnections(Object holder, OpenConnections open, ConnectionProfile identity) {
    this.holder = holder;
    this.open = open;
    this.identity = identity;
  }

  private NodeConnection entryConnection() {
    return open.entry();
  }

  /** Returns the entry connection for the next command. If its end came while the session used other nodes, it is replaced. */
  public NodeConnection entry() {
    if (entryUnused) {
      entryUnused = false;
      replaceEntryIfEnded(entryConnection());
    }
    return entryConnection();
  }

  private void replaceEntryIfEnded(NodeConnection entry) {
    boolean inUse = exclusive || entry.outstanding() > 0 || entry.isPinned();
    if (!inUse && entry.failure() == null && !NodePool.isUsable(entry)) {
      entry.fail(new IOException("node " + entry + " closed the idle connection"));
      if (mayKeepEntryNode()) {
        tryReplaceEntryConnection(entryNode); // else the command is not sent, and retried as such
      }
    }
  }

  /** Whether the entry node has not left the cluster, and is not suspect. A balancer in front of it has never been a node. */
  boolean mayKeepEntryNode() {
    Set<Node> members = cluster.members();
    return !entryNode.isSuspect()
        && (members.isEmpty() || members.contains(entryNode) || entryNode.id().isEmpty());
  }

  /** Begins to count the time in which the entry connection is unused. */
  private NodeConnection leftEntryFor(NodeConnection pooled) {
    if (!entryUnused) {
      entryUnused = true;
      entryConnection().unusedSince(pooled);
      lastTaken.put(entryNode, null);
    }
    return pooled;
  }

  /** Sets the cluster, and the node to which the entry connection is connected. */
  void enter(Cluster found, Node node) {
    cluster = found;
    entryNode = node;
    entryConnection().connectTo(node);
    cluster.connections(node).attach(entryConnection());
  }

  /**
   * Replaces the entry connection by one to this node; returns false when the node cannot be reached. The entry node itself has
   * just ended a connection, so it may be gone, and gets a short time only.
   */
  boolean tryReplaceEntryConnection(Node node) {
    try {
      NodeConnection fresh = cluster
          .connections(node)
          .pool(identity)
          .takeWithin(holder, node == entryNode ? ENTRY_NODE_MILLIS : 0);
      cluster.connections(entryNode).detach(entryConnection());
      entryConnection().close();
      open.replaceEntry(fresh);
      entryNode = node;
      return true;
    } catch (IOException e) {
      Log.debug("node " + node + " cannot replace the entry node " + entryNode + ": " + e);
      return false;
    }
  }

  public Node entryNode() {
    return entryNode;
  }

  /** Sets the profile of connections that are taken from now on, and whether the session keeps them. */
  void identity(ConnectionProfile newIdentity, boolean nowExclusive) {
    if (exclusive && !nowExclusive) {
      open.closeUnpinned();
    }
    identity = newIdentity;
    exclusive = nowExclusive;
    lastUsed.clear();
    lastTaken.clear();
  }

  // ---- tracking

  /** Records that a connection was lost; returns whether its node tracked keys for this session. */
  public boolean recordLoss(NodeConnection connection) {
    if (exclusive && lost == null) {
      lost = connection;
    }
    return exclusive;
  }

  /** The first lost connection whose node tracked keys for this session, or {@code null}. */
  public NodeConnection lost() {
    return lost;
  }

  /** As {@link #tryTake}, but never the entry connection: a replica answers no reads on it. */
  public NodeConnection tryTakeReader(Node replica) {
    if (unreachable.contains(replica)) {
      return null;
    }
    try {
      return takePooled(replica);
    } catch (IOException e) {
      unreachable.add(replica);
      return null;
    }
  }

  /** As {@link #take}; {@code null} when the node cannot be reached. The next try follows after {@link #allRepliesRead}. */
  public NodeConnection tryTake(Node node) {
    NodeConnection last = lastTaken.get(node);
    if (last != null && last.isHeldBy(holder) && last.failure() == null) {
      return last;
    }
    if (unreachable.contains(node)) {
      return null;
    }
    try {
      NodeConnection connection = take(node);
      if (connection != entryConnection() || !entryConnection().isPooled()) {
        lastTaken.put(node, connection);
      }
      return connection;
    } catch (IOException e) {
      unreachable.add(node);
      return null;
    }
  }

  /** Called when no reply is outstanding. */
  void allRepliesRead() {
    if (!unreachable.isEmpty()) {
      unreachable.clear();
    }
  }

  /** Returns the connection for the next command to a node: a held one, an idle one, or a new one. */
  NodeConnection take(Node node) throws IOException {
    if (node == entryNode && entry().failure() == null) {
      return !entryConnection().isPooled() || !isBusy(node)
          ? entryConnection()
          : lastUsed.get(node);
    }
    return takePooled(node);
  }

  /** Whether replies are outstanding on another connection to the new entry node: the next command must not overtake. */
  private boolean isBusy(Node node) {
    NodeConnection other = lastUsed.get(node);
    return other != null
        && other != entryConnection()
        && other.isHeldBy(holder)
        && other.outstanding() > 0;
  }

  private NodeConnection takePooled(Node node) throws IOException {
    NodeConnection connection = lastUsed.get(node);
    if (connection != null) {
      if (connection.isHeldBy(holder)) {
        return connection;
      }
      if (NodePool.hold(connection, holder)) {
        return leftEntryFor(open.add(connection));
      }
    }
    connection = open.add(cluster.connections(node).pool(identity).take(holder));
    lastUsed.put(node, connection);
    return leftEntryFor(connection);
  }

  /** Takes a connection on which no reply is outstanding: the next reply answers the next command. */
  public NodeConnection takeIdle(Node node) throws IOException {
    return idle(node, take(node));
  }

  /** As {@link #takeIdle}, but never the entry connection. */
  public NodeConnection takeIdlePooled(Node node) throws IOException {
    return idle(node, takePooled(node));
  }

  private NodeConnection idle(Node node, NodeConnection connection) throws IOException {
    if (connection.outstanding() == 0 && connection.failure() == null && !connection.isPinned()) {
      return connection;
    }
    if (connection.failure() != null) {
      recordLoss(connection);
    }
    return takeAnother(node, 0);
  }

  /** Takes a connection that the session does not hold; waits for the node only for this time, in milliseconds (0: no limit). */
  public NodeConnection takeAnother(Node node, int millis) throws IOException {
    return open.add(cluster.connections(node).pool(identity).takeWithin(holder, millis));
  }

  /** The pooled connections that the session used last, one for each node that it used. */
  public List<NodeConnection> lastUsed() {
    return lastUsed.all();
  }

  /**
   * Takes exactly this connection, and waits for another session that holds it.
   *
   * @return false when it is closed, or when the other session holds it until the deadline, in a blocking command for example
   */
  public boolean retake(NodeConnection connection, long deadlineNanos) throws IOException {
    if (connection.isHeldBy(holder)) {
      return connection.failure() == null;
    }
    if (!NodePool.holdUntil(connection, holder, deadlineNanos)) {
      return false;
    }
    open.add(connection);
    return true;
  }

  /** Releases a connection that nothing needs, and closes a failed one. */
  public void release(NodeConnection connection) {
    if (connection == null) {
      return;
    }
    if (connection.isDead()) {
      recordLoss(connection);
    }
    if (connection == entryConnection()) {
      return;
    }
    if (connection.isDead()) {
      open.closeAndRemove(connection);
    } else if (connection.outstanding() == 0 && !connection.isPinned() && !exclusive) {
      open.remove(connection);
      connection.release();
    }
  }

  /** Closes the connections, possibly while the session's thread uses them. */
  void close() {
    open.close();
    if (entryNode != null) {
      cluster.connections(entryNode).detach(entryConnection());
    }
  }
}
