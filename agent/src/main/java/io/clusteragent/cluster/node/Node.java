package io.clusteragent.cluster.node;

import io.clusteragent.cluster.address.NodeAddress;
import io.clusteragent.metrics.Metrics;
import java.io.IOException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;

/** A node of a cluster: its address, its id and its state. One object per address and cluster. */
public final class Node {
  private static final long REFUSAL_NANOS = TimeUnit.HOURS.toNanos(1);
  private static final int MAX_REFUSALS = 1000;
  /** The latency of a node that was not measured: larger than any measured one. */
  public static final long UNKNOWN_LATENCY = Long.MAX_VALUE;

  /** Its alias may change. Written by who applies a topology. */
  private volatile NodeAddress address;

  private final int index;
  private final IdleValidation idleValidation;
  private final NodeHealth health;
  private final Metrics metrics = new Metrics();

  /** The node's id as CLUSTER SLOTS gives it; empty while no topology has named this address. Written by the refresh. */
  private volatile String id = "";

  /** Whether the agent may send credentials here: a topology, the application or an option named the address. */
  private volatile boolean trusted;

  /** Whether the cluster's nodes reply with the ids that its topology names. Some services' nodes do not. */
  private volatile boolean identifiable = true;

  private volatile long namedAt = System.nanoTime();

  /** What the node refused, and when. An operator may have changed that an hour later. */
  private final ConcurrentMap<String, Long> refusals = new ConcurrentHashMap<>();

  private volatile long scriptLoadedAt;
  private volatile boolean scriptsLoaded;

  /** Whether the cluster has removed the node. Written by the refresh. */
  private volatile boolean removed;

  private volatile boolean verified;
  private volatile long verifiedAt;

  /** Written by the thread of the latency probe. */
  private volatile long latencyNanos = UNKNOWN_LATENCY;

  /**
   * @param onSuspect called when the node becomes {@linkplain #suspect suspect}
   */
  public Node(NodeAddress address, int index, IdleValidation idleValidation, Runnable onSuspect) {
    this.address = address;
    this.index = index;
    this.idleValidation = idleValidation;
    this.health = new NodeHealth(onSuspect);
  }

  /** Records that the node refused a step of a handshake, or a right; returns whether it is the first refusal within an hour. */
  public boolean isFirstRefusal(String step) {
    boolean first = !hasRefused(step);
    if (refusals.size() >= MAX_REFUSALS) {
      refusals.clear();
    }
    refusals.put(step, System.nanoTime());
    return first;
  }

  /** Whether the node has refused a step, or a right, within the last hour. */
  public boolean hasRefused(String step) {
    Long refusedAt = refusals.get(step);
    return refusedAt != null && System.nanoTime() - refusedAt < REFUSAL_NANOS;
  }

  /** Records that a session loads a missing script here. */
  public void scriptLoaded() {
    scriptLoadedAt = System.nanoTime();
    scriptsLoaded = true;
  }

  /** Whether a session of this JVM has loaded a missing script here within this time. */
  public boolean hasLoadedScript(long nanos) {
    return scriptsLoaded && System.nanoTime() - scriptLoadedAt < nanos;
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

  /**
   * Sets what else the cluster calls the host.
   *
   * @param withAlias the same address with another alias
   */
  public void address(NodeAddress withAlias) {
    address = withAlias;
  }

  /** A small number, unique in the cluster: the node's index in arrays. */
  public int index() {
    return index;
  }

  public String id() {
    return id;
  }

  /**
   * Sets the id that a topology of the cluster names at this address.
   * @return whether another node was here before: connections to that one must be closed
   */
  public boolean id(String newId) {
    boolean replaced = identifiable && !id.isEmpty() && !id.equals(newId);
    id = newId;
    namedAt = System.nanoTime();
    trusted = true;
    removed = false;
    if (replaced) {
      verified = false;
      refusals.clear();
    }
    return replaced;
  }

  /** The time since a topology last named the node, or else since the agent first met it. */
  public long nanosSinceNamed() {
    return System.nanoTime() - namedAt;
  }

  /** Turns the check of the id off: replies to CLUSTER MYID mean nothing in this cluster. */
  public void skipIdentityCheck() {
    identifiable = false;
  }

  /** The id that the process here must reply with; empty when it needs no check. */
  public String expectedId() {
    return identifiable ? id : "";
  }

  public boolean isTrusted() {
    return trusted;
  }

  /** Allows the agent to send credentials here from now on. */
  public void trust() {
    trusted = true;
  }

  /** Records that a new connection was checked and is connected to this node. */
  public void verified() {
    verifiedAt = System.nanoTime();
    verified = true;
    answered();
  }

  /**
   * Whether a new connection to this address needs no check of the id: one was checked within the last second, or there is no
   * expected id.
   */
  public boolean isVerified() {
    long now = System.nanoTime();
    return expectedId().isEmpty() || verified && idleValidation.trusts(now - verifiedAt, now);
  }

  /** Records that the node cannot be reached. */
  public void unreachable(IOException cause) {
    health.unreachable(cause);
  }

  /** Records that the node can be reached after all. */
  public void reached() {
    health.reached();
  }

  /** Records that the node has replied. */
  public void answered() {
    health.answered();
  }

  /** Why the node cannot be reached, in words; {@code null} while no failure is known. */
  public String failureReason() {
    return health.failureReason();
  }

  /**
   * Marks the node as suspect: it could not be dialled, or a reply did not arrive in time.
   *
   * <p>That does not prove a failure, as a single slow command looks the same. For a while the agent refreshes the topology
   * more often, to find out whether the cluster has replaced the node.
   */
  public void suspect() {
    health.suspect();
  }

  /** Whether the node was marked as suspect within the last 30 s and has not replied since. */
  public boolean isSuspect() {
    return health.isSuspect();
  }

  /** How long the node has been suspect, in nanoseconds; 0 when it is not. */
  public long suspectNanos() {
    return health.suspectNanos();
  }

  /** Records whether the node was taken out of the cluster, and goes on running. */
  public void removed(boolean nowRemoved) {
    removed = nowRemoved;
  }

  /** Whether the cluster has removed the node. */
  public boolean isRemoved() {
    return removed;
  }

  /** The round-trip time of a PING, in nanoseconds; {@link #UNKNOWN_LATENCY} while it is not known. */
  public long latencyNanos() {
    return latencyNanos;
  }

  public void recordLatency(long nanos) {
    long before = latencyNanos;
    boolean comparable = before != UNKNOWN_LATENCY && nanos != UNKNOWN_LATENCY;
    latencyNanos = comparable ? before / 2 + nanos / 2 : nanos;
  }

  @Override
  public String toString() {
    return address.toString();
  }
}
