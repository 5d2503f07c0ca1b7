package io.clusteragent.cluster.view;

import io.clusteragent.cluster.address.NodeAddress;
import io.clusteragent.cluster.connection.NodeConnections;
import io.clusteragent.cluster.node.IdleValidation;
import io.clusteragent.cluster.node.Node;
import io.clusteragent.cluster.topology.FailoverEvents;
import io.clusteragent.cluster.topology.NodeRegistry;
import io.clusteragent.cluster.topology.NodeSelection;
import io.clusteragent.cluster.topology.SlotMap;
import io.clusteragent.cluster.topology.Topology;
import io.clusteragent.cluster.topology.TopologyView;
import io.clusteragent.metrics.Metrics;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Keeps the nodes of one cluster and its current slot map. Thread-safe.
 *
 * <p>Readers take {@link #slots()} without a lock. There are two writers: a session that received MOVED, for one slot, and the
 * {@link TopologyRefresh}, for all slots.
 */
final class ClusterTopology {
  private static final int MAX_ENTRIES = 8;

  /** After this time without an answer, the agent stops to look for a cluster that no session uses. */
  private static final long UNUSED_NANOS = TimeUnit.MINUTES.toNanos(5);

  private final NodeAddress entry;
  private final IdleValidation idleValidation = new IdleValidation();
  private final NodeRegistry nodes;
  private final ClusterMetrics clusterMetrics;

  /** The slots by the latest topology and all later redirections. Written under the lock of this. */
  private volatile SlotMap slots = SlotMap.EMPTY;

  /** The content of the latest topology alone. Written under the lock of this. */
  private volatile TopologyView latest = TopologyView.NONE;

  private volatile boolean lost;

  /** The addresses at which the application connected last, as it writes them, the latest first. Never changed in place. */
  private volatile Set<NodeAddress> entries = Collections.emptySet();

  private final Object entriesLock = new Object();

  /** Held while a topology is applied: sessions apply topologies, too. */
  private final Object applyLock = new Object();

  /** Masters that a topology has replaced since the last {@link #takeFormerMasters}. Guarded by the lock of this. */
  private final Set<Node> formerMasters = new HashSet<>();

  private volatile boolean silent;
  private volatile long silentSince;

  /**
   * @param entry the address at which the cluster was found
   * @param identifiable whether nodes reply to CLUSTER MYID with the ids that the topology names
   * @param trusted the addresses to which the agent may send credentials whether or not a topology names them
   * @param onSuspect called when a node becomes {@linkplain Node#suspect suspect}
   */
  ClusterTopology(
      NodeAddress entry, boolean identifiable, Predicate<NodeAddress> trusted, Runnable onSuspect) {
    this.entry = entry;
    this.nodes = new NodeRegistry(idleValidation, trusted, identifiable, onSuspect);
    this.clusterMetrics = new ClusterMetrics(nodes);
  }

  NodeAddress entry() {
    return entry;
  }

  SlotMap slots() {
    return slots;
  }

  NodeRegistry nodes() {
    return nodes;
  }

  Collection<Node> allNodes() {
    return nodes.all();
  }

  NodeConnections connections(Node node) {
    return nodes.connections(node);
  }

  ClusterMetrics clusterMetrics() {
    return clusterMetrics;
  }

  Metrics metrics() {
    return clusterMetrics.others();
  }

  IdleValidation idleValidation() {
    return idleValidation;
  }

  TopologyView latest() {
    return latest;
  }

  /**
   * The nodes that the latest topology names; empty before the first.
   *
   * <p>A node that left may still reply with the cluster that it remembers, or belong to another one by now.
   */
  Set<Node> members() {
    return latest.members();
  }

  /** The node at an address that is trusted from now on: the application itself connected to it, or a node named it. */
  Node trustedNode(NodeAddress address) {
    Node node = nodes.at(address);
    node.trust();
    return node;
  }

  /**
   * The fallback nodes for a node, the best first: masters, then replicas, suspect nodes last. Each group is in random order.
   */
  List<Node> fallbackNodes(Node excluded) {
    Set<Node> named = members();
    List<Node> candidates =
        NodeSelection.of(named.isEmpty() ? nodes.all() : named, slots.masters());
    candidates.remove(excluded);
    return candidates;
  }

  List<Node> mastersEndingWith(Node last) {
    List<Node> masters = new ArrayList<>(slots.masters());
    Collections.shuffle(masters);
    if (masters.remove(last)) {
      masters.add(last);
    }
    return masters;
  }

  /** The nodes in random order, suspect ones last. */
  static List<Node> inRandomOrder(Collection<Node> nodes) {
    return NodeSelection.of(nodes, Collections.<Node>emptySet());
  }

  /** Records that the application connects to the cluster at an address; the addresses used last are kept. */
  void enteredAt(NodeAddress asWritten) {
    synchronized (entriesLock) {
      Set<NodeAddress> latestFirst = new LinkedHashSet<>();
      latestFirst.add(asWritten);
      for (NodeAddress each : entries) {
        if (latestFirst.size() < MAX_ENTRIES) {
          latestFirst.add(each);
        }
      }
      entries = latestFirst;
    }
  }

  Set<NodeAddress> entries() {
    return entries;
  }

  boolean isLost() {
    return lost;
  }

  /**
   * Records that no node gave the topology, unless a session has applied one meanwhile.
   *
   * @param before the {@link #latest} topology when the search began
   * @param foreign whether other servers have the cluster's addresses
   * @param heard whether a node sent any reply
   */
  void notFound(TopologyView before, boolean foreign, boolean heard) {
    synchronized (applyLock) {
      if (latest != before) {
        return;
      }
      lost = foreign;
      if (!heard && !silent) {
        silentSince = System.nanoTime();
      }
      silent = !heard;
    }
  }

  /** How long no node has sent any reply; 0 when one did in the last search. */
  long silentNanos() {
    return silent ? Math.max(1, System.nanoTime() - silentSince) : 0;
  }

  /** Whether no node has answered for long, and no session is connected to one. */
  boolean isUnused() {
    return isUnused(UNUSED_NANOS);
  }

  boolean isUnused(long nanos) {
    long silentNanos = silentNanos();
    if (silentNanos == 0 || silentNanos < nanos) {
      return false;
    }
    for (Node node : nodes.all()) {
      if (connections(node).areInUse()) {
        return false;
      }
    }
    return true;
  }

  /** Changes one slot, as MOVED requires. */
  void slotMoved(int slot, Node owner) {
    synchronized (this) {
      slots = slots.withOwner(slot, owner);
    }
  }

  void apply(Topology topology) {
    TopologyView now;
    SlotMap before;
    synchronized (applyLock) {
      now = TopologyView.of(topology, nodes);
      synchronized (this) {
        before = latest.slots();
        formerMasters.addAll(before.masters());
        formerMasters.removeAll(now.slots().masters());
        latest = now;
        slots = now.slots();
      }
      silent = false;
      lost = false;
    }
    FailoverEvents.publish(entry, before, now.slots());
  }

  /** The masters that topologies have replaced since the last call. */
  synchronized Set<Node> takeFormerMasters() {
    Set<Node> taken = new HashSet<>(formerMasters);
    formerMasters.clear();
    return taken;
  }

  /** Whether a topology names one of the nodes, by id and at the same address. */
  boolean contains(Topology topology) {
    return nodes.isAnyIn(topology);
  }

  /**
   * Whether a topology belongs to this cluster: it names one of the members by id, at whatever address. Where ids prove
   * nothing, the address has to be the same, too.
   */
  boolean isNamedIn(Topology topology) {
    if (!nodes.areIdentifiable()) {
      return contains(topology);
    }
    Set<String> ids = topology.addresses().keySet();
    for (Node member : members()) {
      if (!member.id().isEmpty() && ids.contains(member.id())) {
        return true;
      }
    }
    return false;
  }

  /** Forgets nodes that no topology has named for this time, and that no session uses. */
  void forgetDeparted(long nanos) {
    Set<Node> named = members();
    if (named.isEmpty()) {
      return; // only redirections show this cluster's nodes
    }
    Set<Node> masters = slots.masters();
    for (Node node : nodes.all()) {
      boolean departed = !named.contains(node) && !masters.contains(node);
      if (departed && node.nanosSinceNamed() > nanos && !connections(node).areInUse()) {
        clusterMetrics.forget(node);
      }
    }
  }
}
