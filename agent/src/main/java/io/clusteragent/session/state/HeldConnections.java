package io.clusteragent.session.state;

import io.clusteragent.cluster.connection.ConnectionProfile;
import io.clusteragent.cluster.connection.NodeConnection;
import io.clusteragent.cluster.connection.NodePool;
import io.clusteragent.cluster.node.Node;
import io.clusteragent.cluster.view.Cluster;
import io.clusteragent.log.Log;
import io.clusteragent.metrics.Count;
import java.io.IOException;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * The node connections that a session holds, at most one per node (and one more while it replays). The connection used
 * last on a node is tried first, so that in the steady state taking one is a single compare-and-set.
 */
public final class HeldConnections {
  /** Fewer bytes wait for more. */
  private static final int WORTH_A_WRITE = 4096;

  private final Object holder;
  private volatile NodeConnection entryConnection; // another thread may close the session
  private final ArrayList<NodeConnection> held = new ArrayList<>(4);
  private final ArrayList<Node> unreachable = new ArrayList<>(0);

  /** The pooled connections that were used last. */
  private final ByNode lastUsed = new ByNode();

  /** What {@link #tryTake} answered last: the short way, the same one for the own connection. */
  private final ByNode lastTaken = new ByNode();

  /** The connection added last to those held, for a thread that closes the session: it may miss it in the list. */
  private volatile NodeConnection lastAdded;

  private volatile boolean closed;

  private ConnectionProfile identity;
  private Cluster cluster;
  private Node entryNode;

  /** Whether connections stay with the session until it ends: what the node pushes on them is for this session. */
  private boolean exclusive;

  /** The first connection of which the node's pushes were for this session and that broke, or {@code null}. */
  private NodeConnection lost;

  HeldConnections(Object holder, NodeConnection own, ConnectionProfile identity) {
    this.holder = holder;
    this.entryConnection = own;
    this.identity = identity;
  }

  /** The application's own connection, or what took its place. */
  NodeConnection entryConnection() {
    return entryConnection;
  }

  /** The cluster is known, and which of its nodes the application's own connection is connected to. */
  void enter(Cluster found, Node node) {
    cluster = found;
    entryNode = node;
    entryConnection.connectTo(node);
    cluster.connections(node).attach(entryConnection);
  }

  /** Puts a connection to another node, in the same state, in the place of the own one; false if there is none now. */
  boolean tryReplaceEntryConnection(Node node) {
    try {
      NodeConnection fresh = cluster.connections(node).pool(identity).take(holder);
      cluster.connections(entryNode).detach(entryConnection);
      entryConnection.close();
      entryConnection = fresh;
      entryNode = node;
      return true;
    } catch (IOException e) {
      Log.debug("node " + node + " does not take the place of " + entryNode + ": " + e);
      return false;
    }
  }

  public Node entryNode() {
    return entryNode;
  }

  /** The node to which a connection of the session leads. */
  public Node nodeOf(NodeConnection connection) {
    return connection.node();
  }

  /** Connections taken from now on carry another identity; exclusive ones are not given back. */
  void identity(ConnectionProfile newIdentity, boolean nowExclusive) {
    if (exclusive && !nowExclusive) {
      closeUnpinned();
    }
    identity = newIdentity;
    exclusive = nowExclusive;
    lastUsed.clear();
    lastTaken.clear();
  }

  // ---- tracking

  /** The connections of the session; the first is its own. */
  public int size() {
    return 1 + held.size();
  }

  public NodeConnection get(int index) {
    return index == 0 ? entryConnection : held.get(index - 1);
  }

  /** A connection broke; answers whether its node tracked keys for this session. */
  public boolean recordLoss(NodeConnection connection) {
    if (exclusive && lost == null) {
      lost = connection;
    }
    return exclusive;
  }

  public NodeConnection lost() {
    return lost;
  }

  /** Closes the connections, but for the own one, that nothing needs; what their nodes tracked is to be forgotten. */
  void closeTracked() {
    for (NodeConnection connection : held.toArray(new NodeConnection[0])) {
      if (connection.outstanding() == 0 && !connection.isPinned()) {
        closeNow(connection);
      }
    }
  }

  /** Closes a connection on which no key was tracked. */
  public void closeNow(NodeConnection connection) {
    held.remove(connection);
    connection.close();
  }

  /** Nobody would read any more what the nodes push there. */
  private void closeUnpinned() {
    for (NodeConnection connection : held.toArray(new NodeConnection[0])) {
      if (!connection.isPinned()) {
        closeNow(connection);
      }
    }
  }

  /** As {@link #tryTake}, on a connection on which a replica answers reads: the application's own is not. */
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

  /** As {@link #take}; {@code null} when the node cannot be reached, without a further try until {@link #allRepliesRead}. */
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
      if (connection != entryConnection || !entryConnection.isPooled()) {
        lastTaken.put(node, connection);
      }
      return connection;
    } catch (IOException e) {
      unreachable.add(node);
      return null;
    }
  }

  /** No reply is outstanding any more. */
  void allRepliesRead() {
    if (!unreachable.isEmpty()) {
      unreachable.clear();
    }
  }

  /** The connection for the next command to a node: the one held already, or an idle one, or a new one. */
  NodeConnection take(Node node) throws IOException {
    if (node == entryNode && entryConnection.failure() == null) {
      return !entryConnection.isPooled() || !isBusy(node) ? entryConnection : lastUsed.get(node);
    }
    return takePooled(node);
  }

  /** Whether replies are due on another connection to a node that became the own one: what follows must not overtake. */
  private boolean isBusy(Node node) {
    NodeConnection other = lastUsed.get(node);
    return other != null
        && other != entryConnection
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
        return keep(connection);
      }
    }
    connection = keep(cluster.connections(node).pool(identity).take(holder));
    lastUsed.put(node, connection);
    return connection;
  }

  /**
   * The session holds one more connection; unless another thread has closed the session meanwhile: then the node must
   * get no command on it, which might block there for nobody. Each thread leaves its mark before it looks for the
   * other's, so that one of both closes the connection.
   */
  private NodeConnection keep(NodeConnection connection) throws IOException {
    held.add(connection);
    lastAdded = connection;
    if (closed) {
      connection.close(holder);
      throw new SocketException("Socket closed");
    }
    return connection;
  }

  /** A connection on which the next reply to be read is that of the next command sent: none is outstanding. */
  public NodeConnection takeIdle(Node node) throws IOException {
    return idle(node, take(node));
  }

  /** As {@link #takeIdle}, but never the application's own connection. */
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
    return keep(cluster.connections(node).pool(identity).take(holder));
  }

  /** The pooled connections that the session used last, one for each node that it sent anything to. */
  public List<NodeConnection> lastUsed() {
    return lastUsed.all();
  }

  /**
   * Takes this very connection, waiting for another session that has it; false when it is gone, or kept until the deadline (in
   * a command that blocks, say).
   */
  public boolean retake(NodeConnection connection, long deadlineNanos) throws IOException {
    boolean waited = false;
    while (!connection.isClosed()) {
      if (connection.isHeldBy(holder)) {
        return connection.failure() == null;
      }
      if (NodePool.hold(connection, holder)) {
        keep(connection);
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

  /** Gives a connection back if nothing keeps it, and closes one that broke. */
  public void release(NodeConnection connection) {
    if (connection == null) {
      return;
    }
    if (connection.isDead()) {
      recordLoss(connection);
    }
    if (connection == entryConnection) {
      return;
    }
    if (connection.isDead()) {
      closeNow(connection);
    } else if (connection.outstanding() == 0 && !connection.isPinned() && !exclusive) {
      held.remove(connection);
      connection.release();
    }
  }

  public void flush() {
    entryConnection.flush();
    for (int i = 0; i < held.size(); i++) {
      held.get(i).flush();
    }
  }

  /** Sends what waits for the node for which most does, if that is worth a write. */
  public void flushFullest() {
    NodeConnection fullest = entryConnection;
    for (int i = 0; i < held.size(); i++) {
      NodeConnection connection = held.get(i);
      if (connection.unflushedBytes() > fullest.unflushedBytes()) {
        fullest = connection;
      }
    }
    if (fullest.unflushedBytes() >= WORTH_A_WRITE) {
      fullest.flush();
    }
  }

  /** Bytes that can be read from any connection of the session without waiting. */
  public int available() throws IOException {
    int available = entryConnection.input().available();
    for (NodeConnection connection : held) {
      available += connection.input().available();
    }
    return available;
  }

  /** A connection on which something arrived, or else the application's own. */
  public NodeConnection withInput() throws IOException {
    for (NodeConnection connection : held) {
      if (connection.input().available() > 0) {
        return connection;
      }
    }
    return entryConnection;
  }

  /**
   * Ends the session, maybe under the thread that uses it. What it holds is closed: between commands that is nothing but what is
   * in the middle of something.
   */
  void close() {
    closed = true;
    NodeConnection last = lastAdded;
    if (last != null) {
      last.close(holder);
    }
    for (NodeConnection connection : held.toArray(new NodeConnection[0])) {
      if (connection != null) { // given back since the other thread's list was measured
        connection.close(holder);
      }
    }
    entryConnection.close();
    if (entryNode != null) {
      cluster.connections(entryNode).detach(entryConnection);
    }
  }
}
