package io.clusteragent.cluster.connection;

import io.clusteragent.cluster.node.Node;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Keeps all connections to one node. Thread-safe.
 *
 * <p>The agent made the pooled ones for the application; the application made the others itself.
 */
public final class NodeConnections {
  private final Node node;
  private final NodeDialer dialer;
  private final AcceptedCredentials accepted;
  private final ConcurrentMap<ConnectionProfile, NodePool> pools = new ConcurrentHashMap<>(4);

  /** The last check whether the node's process runs, or {@code null}. */
  private volatile ProcessCheck check;

  /** The application's own connections. Weak references, since an application may forget to close one. Guarded by itself. */
  private final Set<NodeConnection> applicationConnections =
      Collections.newSetFromMap(new WeakHashMap<NodeConnection, Boolean>());

  /** The connections to a node whose cluster is not known. */
  public NodeConnections(Node node) {
    this(node, new AcceptedCredentials());
  }

  /**
   * @param accepted what the servers of the node's cluster accepted
   */
  public NodeConnections(Node node, AcceptedCredentials accepted) {
    this.node = node;
    this.accepted = accepted;
    this.dialer = new NodeDialer(node);
  }

  public Node node() {
    return node;
  }

  /** The pool of the connections that are interchangeable under a profile. */
  public NodePool pool(ConnectionProfile identity) {
    NodePool pool = pools.get(identity);
    if (pool == null) {
      NodePool fresh = new NodePool(node, dialer, identity, accepted);
      pool = pools.putIfAbsent(identity, fresh);
      if (pool == null) {
        return fresh;
      }
    }
    return pool;
  }

  /** Ends the connections of the profile's user as they become idle: there are newer credentials. */
  public void renew(ConnectionProfile newest) {
    for (NodePool pool : pools.values()) {
      if (pool.identity().hasUserOf(newest)) {
        pool.renew();
      }
    }
  }

  /**
   * Whether the process runs that a connection which has ended was made to; waits at most 1 s.
   *
   * @param identity the profile of the connection on which it is asked; its user's newest credentials are used
   */
  public boolean runs(NodeConnection ended, ConnectionProfile identity) {
    ProcessCheck running = check;
    if (running == null || !running.serves(identity)) {
      running = new ProcessCheck(node, accepted.renew(identity));
      check = running;
      running.start();
    }
    return running.runsOn(ended);
  }

  /** Adds a connection of the application that is connected to the node. */
  public void attach(NodeConnection application) {
    synchronized (applicationConnections) {
      applicationConnections.add(application);
    }
  }

  /** Removes a connection of the application that is closed, or connected to another node now. */
  public void detach(NodeConnection application) {
    synchronized (applicationConnections) {
      applicationConnections.remove(application);
    }
  }

  /** The number of pooled connections, idle and held. */
  public int pooled() {
    int all = 0;
    for (NodePool pool : pools.values()) {
      all += pool.size();
    }
    return all;
  }

  /** The number of pooled connections that a session holds. */
  public int held() {
    int held = 0;
    for (NodePool pool : pools.values()) {
      held += pool.held();
    }
    return held;
  }

  /** Whether there is no connection, of either kind. */
  public boolean isEmpty() {
    return pools.isEmpty() && applicationConnections() == 0;
  }

  /** The number of open connections that the application itself made. */
  public int applicationConnections() {
    synchronized (applicationConnections) {
      return applicationConnections.size();
    }
  }

  /** Whether a session holds a connection, or waits for one. */
  public boolean areInUse() {
    return dialer.isDialing() || held() > 0 || applicationConnections() > 0;
  }

  /** Closes all connections to the former node at this address: the cluster has another one there now. */
  public void abandonFormerNode() {
    abandon("the cluster has another node at " + node + " now");
  }

  /**
   * Closes all connections to the node at once: the cluster replaced it and it does not reply. So no session waits for its own
   * timeout.
   */
  public void abandonReplacedNode() {
    abandon("the cluster has replaced node " + node + ", which does not answer");
  }

  /** Closes all connections to the node at once: it was taken out of the cluster. */
  public void abandonRemovedNode() {
    abandon("node " + node + " is no longer part of the cluster");
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

  /** Closes connections that were idle for longer than {@code nanos} (all idle ones, if negative), and forgets empty pools. */
  public void closeIdle(long nanos) {
    for (NodePool pool : pools.values()) {
      pool.closeIdle(nanos);
      if (pool.isEmpty() && pools.remove(pool.identity(), pool)) {
        pool.retire();
      }
    }
  }
}
