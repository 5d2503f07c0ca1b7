package io.clusteragent.cluster;

import io.clusteragent.metrics.Metrics;
import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;

/** A node of a cluster, by its address, with the pools of connections to it. One object per address and cluster. */
public final class Node {
  /** Further away than any node that was measured. */
  static final long UNKNOWN_LATENCY = Long.MAX_VALUE;

  private static final long SUSPECT_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final NodeAddress address;
  private final int index;
  private final IdleTrust idleTrust;
  private final Runnable onTrouble;
  private final Metrics metrics = new Metrics();
  private final Trial trial = new Trial();
  private final ConcurrentMap<Identity, NodePool> pools = new ConcurrentHashMap<>(4);

  /** Connections of the application itself; weak, since an application may forget to close one. Guarded by itself. */
  private final Set<NodeConnection> applications =
      Collections.newSetFromMap(new WeakHashMap<NodeConnection, Boolean>());

  /** The node's id as CLUSTER SLOTS gives it; empty while no topology named this address. Written by the refresh. */
  private volatile String id = "";

  /** Whether credentials may go here: a topology, the application or an option named the address. */
  private volatile boolean vouchedFor;

  /** Whether the cluster's nodes answer with the ids that its topology names; some services' do not. */
  private volatile boolean provable = true;

  private volatile long namedAt = System.nanoTime();

  private volatile boolean proven;
  private volatile long provenAt;

  /** Written by {@link Latencies}. */
  private volatile long latencyNanos = UNKNOWN_LATENCY;

  /** Why the node cannot be reached; {@code null} while nobody met that, or since it has answered. */
  private volatile String trouble;

  private volatile boolean suspected;
  private volatile long suspectedAt;

  /**
   * @param onTrouble called when the node becomes {@linkplain #suspect suspect}
   */
  Node(NodeAddress address, int index, IdleTrust idleTrust, Runnable onTrouble) {
    this.address = address;
    this.index = index;
    this.idleTrust = idleTrust;
    this.onTrouble = onTrouble;
  }

  public Metrics metrics() {
    return metrics;
  }

  IdleTrust idleTrust() {
    return idleTrust;
  }

  public NodeAddress address() {
    return address;
  }

  /** A small number, unique in the cluster: the node's place in arrays. */
  public int index() {
    return index;
  }

  public String id() {
    return id;
  }

  /** A topology of the cluster names this id here. If it is a new one, connections to the node that was here end. */
  void id(String newId) {
    boolean replaced = provable && !id.isEmpty() && !id.equals(newId);
    id = newId;
    namedAt = System.nanoTime();
    vouchedFor = true;
    if (replaced) {
      proven = false;
      abandon("the cluster has another node at " + address + " now");
    }
  }

  /** How long ago a topology named the node last, or else when it was first met. */
  long unnamedNanos() {
    return System.nanoTime() - namedAt;
  }

  /** Nobody is to ask for the id here: the answers mean nothing. */
  void isNotProvable() {
    provable = false;
  }

  /** The id that the process here must answer with; empty when it need not be asked. */
  public String idToProve() {
    return provable ? id : "";
  }

  public boolean isVouchedFor() {
    return vouchedFor;
  }

  /** Credentials may go here from now on. */
  void vouchFor() {
    vouchedFor = true;
  }

  /**
   * A fresh connection to here was asked whether it leads to this node.
   *
   * @throws ForeignNodeException when it does not
   */
  public void prove(NodeProof proof) throws ForeignNodeException {
    if (proof == NodeProof.REFUTED) {
      throw new ForeignNodeException(address);
    }
    if (proof == NodeProof.GIVEN) {
      provenAt = System.nanoTime();
      proven = true;
      isThere();
    }
  }

  /** Whether a new connection to here need not be asked for its id: one was within the last second. */
  public boolean isProven() {
    long now = System.nanoTime();
    return idToProve().isEmpty() || proven && idleTrust.trusts(now - provenAt, now);
  }

  /** The node cannot be reached. */
  public void unreachable(IOException cause) {
    if (trouble == null) {
      trouble = cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }
    suspect();
  }

  /** It could be asked something after all. */
  void reached() {
    trouble = null;
  }

  /** Why the node cannot be reached, in words; {@code null} when that is not known to be so. */
  public String trouble() {
    return trouble;
  }

  /**
   * The node could not be dialled, or a reply did not come in time. That condemns nobody, as a single slow command looks
   * the same; the cluster is asked more often for a while, whether it has replaced the node.
   */
  public void suspect() {
    suspectedAt = System.nanoTime();
    suspected = true;
    onTrouble.run();
  }

  /** Whether there was trouble with the node within the last 30 s, and no answer to who it is since. */
  public boolean isSuspect() {
    return suspected && System.nanoTime() - suspectedAt < SUSPECT_NANOS;
  }

  /** A connection that the application made for itself leads here. */
  public void attach(NodeConnection application) {
    synchronized (applications) {
      applications.add(application);
    }
  }

  public void detach(NodeConnection application) {
    synchronized (applications) {
      applications.remove(application);
    }
  }

  /**
   * The cluster replaced the node and it does not answer: all connections to it end now, so that no session waits for its
   * own timeout.
   */
  void abandon() {
    abandon("the cluster has replaced node " + address + ", which does not answer");
  }

  private void abandon(String reason) {
    trial.abandon(reason);
    for (NodePool pool : pools.values()) {
      pool.abandon(reason);
    }
    List<NodeConnection> attached;
    synchronized (applications) {
      attached = new ArrayList<>(applications);
    }
    for (NodeConnection connection : attached) {
      connection.abort(reason);
    }
  }

  /** The number of connections made for the application, idle and held. */
  public int connections() {
    int all = 0;
    for (NodePool pool : pools.values()) {
      all += pool.size();
    }
    return all;
  }

  /** The number of those that somebody holds. */
  public int connectionsInUse() {
    int held = 0;
    for (NodePool pool : pools.values()) {
      held += pool.held();
    }
    return held;
  }

  /** The number of open connections that the application itself made to here. */
  public int applicationConnections() {
    synchronized (applications) {
      return applications.size();
    }
  }

  /**
   * Makes a socket to here, as the application would.
   *
   * @throws IOException when that fails, or the node is in trouble and somebody else is trying
   */
  Socket dial(Dialer dialer) throws IOException {
    return isSuspect() ? trial.dial(address, dialer) : dialer.dial(address);
  }

  /** The node has answered. */
  void isThere() {
    suspected = false;
    reached();
  }

  /** Whether a session holds a connection to here, or waits for one. */
  boolean isInUse() {
    if (trial.isUnderWay()) {
      return true;
    }
    for (NodePool pool : pools.values()) {
      if (pool.isInUse()) {
        return true;
      }
    }
    synchronized (applications) {
      return !applications.isEmpty();
    }
  }

  /** The time that a PING and its reply take, in nanoseconds; the largest number there is while it is not known. */
  public long latencyNanos() {
    return latencyNanos;
  }

  void measured(long nanos) {
    long before = latencyNanos;
    boolean comparable = before != UNKNOWN_LATENCY && nanos != UNKNOWN_LATENCY;
    latencyNanos = comparable ? before / 2 + nanos / 2 : nanos;
  }

  /** The pool of connections that are interchangeable under an identity. */
  public NodePool pool(Identity identity) {
    NodePool pool = pools.get(identity);
    if (pool == null) {
      NodePool fresh = new NodePool(this, identity);
      pool = pools.putIfAbsent(identity, fresh);
      if (pool == null) {
        return fresh;
      }
    }
    return pool;
  }

  /** Closes connections that were idle for longer than {@code nanos}, and forgets pools that are empty. */
  void closeIdle(long nanos) {
    for (NodePool pool : pools.values()) {
      pool.closeIdle(nanos);
      if (pool.isEmpty() && pools.remove(pool.identity(), pool)) {
        pool.retire();
      }
    }
  }

  /** Closes all idle connections at once: the node went away, or answers under another identity. */
  void closeIdleNow() {
    closeIdle(-1);
  }

  @Override
  public String toString() {
    return address.toString();
  }
}
