package io.clusteragent.cluster;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** A node of a cluster, by its address, with the pools of connections to it. One object per address and cluster. */
public final class Node {
  /** Further away than any node that was measured. */
  static final long UNKNOWN_LATENCY = Long.MAX_VALUE;

  private final NodeAddress address;
  private final int index;
  private final IdleTrust idleTrust;
  private final ConcurrentMap<Identity, NodePool> pools = new ConcurrentHashMap<>(4);

  /** The node's id as CLUSTER SLOTS gives it; empty while no topology named this address. Written by the refresh. */
  private volatile String id = "";

  /** Written by {@link Latencies}. */
  private volatile long latencyNanos = UNKNOWN_LATENCY;

  Node(NodeAddress address, int index, IdleTrust idleTrust) {
    this.address = address;
    this.index = index;
    this.idleTrust = idleTrust;
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

  void id(String newId) {
    id = newId;
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
