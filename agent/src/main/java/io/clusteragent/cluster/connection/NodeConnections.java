package io.clusteragent.cluster.connection;

import io.clusteragent.cluster.node.Node;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** The connections to one node: those that were made for the application, in pools, and the application's own. Thread-safe. */
public final class NodeConnections {
  private final Node node;
  private final NodeDialer dialer;
  private final ConcurrentMap<ConnectionProfile, NodePool> pools = new ConcurrentHashMap<>(4);

  /** Weak, since an application may forget to close one. Guarded by itself. */
  private final Set<NodeConnection> applicationConnections =
      Collections.newSetFromMap(new WeakHashMap<NodeConnection, Boolean>());

  public NodeConnections(Node node) {
    this.node = node;
    this.dialer = new NodeDialer(node);
  }

  public Node node() {
    return node;
  }

  /** The pool of connections that are interchangeable under an identity. */
  public NodePool pool(ConnectionProfile identity) {
    NodePool pool = pools.get(identity);
    if (pool == null) {
      NodePool fresh = new NodePool(node, dialer, identity);
      pool = pools.putIfAbsent(identity, fresh);
      if (pool == null) {
        return fresh;
      }
    }
    return pool;
  }

  /** A connection that the application made for itself leads to the node. */
  public void attach(NodeConnection application) {
    synchronized (applicationConnections) {
      applicationConnections.add(application);
    }
  }

  /** It is closed, or leads elsewhere now. */
  public void detach(NodeConnection application) {
    synchronized (applicationConnections) {
      applicationConnections.remove(application);
    }
  }

  /** The number of those made for the application, idle and held. */
  public int pooled() {
    int all = 0;
    for (NodePool pool : pools.values()) {
      all += pool.size();
    }
    return all;
  }

  /** The number of those made for the application that somebody holds. */
  public int held() {
    int held = 0;
    for (NodePool pool : pools.values()) {
      held += pool.held();
    }
    return held;
  }

  /** Whether there is none, of any kind. */
  public boolean isEmpty() {
    return pools.isEmpty() && applicationConnections() == 0;
  }

  /** The number of open ones that the application itself made. */
  public int applicationConnections() {
    synchronized (applicationConnections) {
      return applicationConnections.size();
    }
  }

  /** Whether a session holds one, or waits for one. */
  public boolean areInUse() {
    return dialer.isDialing() || held() > 0 || applicationConnections() > 0;
  }

  /** The cluster has another node at the address now: all connections to the former one end. */
  public void abandonFormerNode() {
    abandon("the cluster has another node at " + node + " now");
  }

  /**
   * The cluster replaced the node and it does not answer: all connections to it end now, so that no session waits for its
   * own timeout.
   */
  public void abandonReplacedNode() {
    abandon("the cluster has replaced node " + node + ", which does not answer");
  }

  private void abandon(String reason) {
    dialer.abandon(reason);
    for (NodePool pool : pools.values()) {
      pool.abandon(reason);
    }
    List<NodeConnection> attached;
    synchronized (applicationConnections) {
      attached = new ArrayList<>(applicationConnections);
    }
    for (NodeConnection connection : attached) {
      connection.abort(reason);
    }
  }

  /** Closes those that were idle for longer than {@code nanos} (all idle ones, if that is negative), and forgets empty pools. */
  public void closeIdle(long nanos) {
    for (NodePool pool : pools.values()) {
      pool.closeIdle(nanos);
      if (pool.isEmpty() && pools.remove(pool.identity(), pool)) {
        pool.retire();
      }
    }
  }
}
