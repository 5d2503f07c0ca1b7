package io.clusteragent.cluster;

import java.io.IOException;
import java.net.Socket;
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
  private final Trial trial = new Trial();
  private final ConcurrentMap<Identity, NodePool> pools = new ConcurrentHashMap<>(4);

  /** Weak, since an application may forget to close one. Guarded by itself. */
  private final Set<NodeConnection> own =
      Collections.newSetFromMap(new WeakHashMap<NodeConnection, Boolean>());

  NodeConnections(Node node) {
    this.node = node;
  }

  /** The pool of connections that are interchangeable under an identity. */
  NodePool pool(Identity identity) {
    NodePool pool = pools.get(identity);
    if (pool == null) {
      NodePool fresh = new NodePool(node, identity);
      pool = pools.putIfAbsent(identity, fresh);
      if (pool == null) {
        return fresh;
      }
    }
    return pool;
  }

  /** A connection that the application made for itself leads to the node. */
  public void attach(NodeConnection application) {
    synchronized (own) {
      own.add(application);
    }
  }

  /** It is closed, or leads elsewhere now. */
  public void detach(NodeConnection application) {
    synchronized (own) {
      own.remove(application);
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

  /** The number of open ones that the application itself made. */
  public int own() {
    synchronized (own) {
      return own.size();
    }
  }

  /** Whether a session holds one, or waits for one. */
  boolean areInUse() {
    return trial.isUnderWay() || held() > 0 || own() > 0;
  }

  /**
   * Makes a socket to the node, as the application would.
   *
   * @throws TriedAlreadyException when the node is in trouble and somebody else is trying
   * @throws IOException when that fails
   */
  Socket dial(Dialer dialer) throws IOException {
    return node.isSuspect() ? trial.dial(node.address(), dialer) : dialer.dial(node.address());
  }

  /** Ends them all now, and the wait for one, so that no session waits for its own timeout. */
  void abandon(String reason) {
    trial.abandon(reason);
    for (NodePool pool : pools.values()) {
      pool.abandon(reason);
    }
    List<NodeConnection> attached;
    synchronized (own) {
      attached = new ArrayList<>(own);
    }
    for (NodeConnection connection : attached) {
      connection.abort(reason);
    }
  }

  /** Closes those that were idle for longer than {@code nanos} (all idle ones, if that is negative), and forgets empty pools. */
  void closeIdle(long nanos) {
    for (NodePool pool : pools.values()) {
      pool.closeIdle(nanos);
      if (pool.isEmpty() && pools.remove(pool.identity(), pool)) {
        pool.retire();
      }
    }
  }
}
