package io.clusteragent.cluster.node;

import io.clusteragent.cluster.address.NodeAddress;
import io.clusteragent.cluster.view.LatencyProbe;
import io.clusteragent.metrics.Metrics;
import java.io.IOException;

/** A node of a cluster: its address, its id and its state. One object per address and cluster. */
public final class Node {
  /** Further away than any node that was measured. */
  public static final long UNKNOWN_LATENCY = Long.MAX_VALUE;

  private final NodeAddress address;
  private final int index;
  private final IdleValidation idleValidation;
  private final NodeHealth health;
  private final Metrics metrics = new Metrics();

  /** The node's id as CLUSTER SLOTS gives it; empty while no topology named this address. Written by the refresh. */
  private volatile String id = "";

  /** Whether credentials may go here: a topology, the application or an option named the address. */
  private volatile boolean trusted;

  /** Whether the cluster's nodes answer with the ids that its topology names; some services' do not. */
  private volatile boolean identifiable = true;

  private volatile long namedAt = System.nanoTime();

  private volatile boolean verified;
  private volatile long verifiedAt;

  /** Written by {@link LatencyProbe}. */
  private volatile long latencyNanos = UNKNOWN_LATENCY;

  /**
   * @param onTrouble called when the node becomes {@linkplain #suspect suspect}
   */
  public Node(NodeAddress address, int index, IdleValidation idleTrust, Runnable onTrouble) {
    this.address = address;
    this.index = index;
    this.idleValidation = idleTrust;
    this.health = new NodeHealth(onTrouble);
  }

  public Metrics metrics() {
    return metrics;
  }

  public IdleValidation idleValidation() {
    return idleValidation;
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

  /**
   * A topology of the cluster names this id here.
   *
   * @return whether another node was here before: connections to that one must end
   */
  public boolean id(String newId) {
    boolean replaced = identifiable && !id.isEmpty() && !id.equals(newId);
    id = newId;
    namedAt = System.nanoTime();
    trusted = true;
    if (replaced) {
      verified = false;
    }
    return replaced;
  }

  /** How long ago a topology named the node last, or else when it was first met. */
  public long nanosSinceNamed() {
    return System.nanoTime() - namedAt;
  }

  /** Nobody is to ask for the id here: the answers mean nothing. */
  public void skipIdentityCheck() {
    identifiable = false;
  }

  /** The id that the process here must answer with; empty when it need not be asked. */
  public String expectedId() {
    return identifiable ? id : "";
  }

  public boolean isTrusted() {
    return trusted;
  }

  /** Credentials may go here from now on. */
  public void trust() {
    trusted = true;
  }

  /** A fresh connection was asked for its id, and is connected to this node. */
  public void verified() {
    verifiedAt = System.nanoTime();
    verified = true;
    answered();
  }

  /** Whether a new connection to here need not be asked for its id: one was within the last second. */
  public boolean isVerified() {
    long now = System.nanoTime();
    return expectedId().isEmpty() || verified && idleValidation.trusts(now - verifiedAt, now);
  }

  /** The node cannot be reached. */
  public void unreachable(IOException cause) {
    health.unreachable(cause);
  }

  /** It could be asked something after all. */
  public void reached() {
    health.reached();
  }

  /** The node has answered. */
  public void answered() {
    health.answered();
  }

  /** Why the node cannot be reached, in words; {@code null} when that is not known to be so. */
  public String failureReason() {
    return health.failureReason();
  }

  /**
   * The node could not be dialled, or a reply did not come in time. That condemns nobody, as a single slow command looks
   * the same; the cluster is asked more often for a while, whether it has replaced the node.
   */
  public void suspect() {
    health.suspect();
  }

  /** Whether there was trouble with the node within the last 30 s, and no answer to who it is since. */
  public boolean isSuspect() {
    return health.isSuspect();
  }

  /** The time that a PING and its reply take, in nanoseconds; the largest number there is while it is not known. */
  public long latencyNanos() {
    return latencyNanos;
  }

  public void measured(long nanos) {
    long before = latencyNanos;
    boolean comparable = before != UNKNOWN_LATENCY && nanos != UNKNOWN_LATENCY;
    latencyNanos = comparable ? before / 2 + nanos / 2 : nanos;
  }

  @Override
  public String toString() {
    return address.toString();
  }
}
