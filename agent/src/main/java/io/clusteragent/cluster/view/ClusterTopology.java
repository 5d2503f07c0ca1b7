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
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Keeps what is known of one cluster: its nodes and the current slot map. Thread-safe.
 *
 * <p>Readers take {@link #slots()} without a lock. Two write: a session that got MOVED, for one slot, and the {@link
 * TopologyRefresh}, for all.
 */
final class ClusterTopology {
  private final NodeAddress entry;
  private final IdleValidation idleValidation = new IdleValidation();
  private final NodeRegistry nodes;
  private final ClusterMetrics clusterMetrics;

  /** As the latest topology and the redirections since say. Written under the lock of this. */
  private volatile SlotMap slots = SlotMap.EMPTY;

  /** As the latest topology alone says. Written under the lock of this. */
  private volatile TopologyView latest = TopologyView.NONE;

  private volatile boolean lost;

  /**
   * @param entry the address at which the cluster was found
   * @param provable whether nodes answer with the ids that the topology names, when they are asked
   * @param trusted the addresses to which credentials may go whether or not a topology names them
   * @param onSuspect called when a node becomes {@linkplain Node#suspect suspect}
   */
  ClusterTopology(
      NodeAddress entry, boolean provable, Predicate<NodeAddress> trusted, Runnable onSuspect) {
    this.entry = entry;
    this.nodes = new NodeRegistry(idleValidation, trusted, provable, onSuspect);
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

  /**
   * The nodes that the latest topology names; empty before the first. A node that left may still tell of the cluster it
   * remembers, or belong to another one by now.
   */
  Set<Node> members() {
    return latest.members();
  }

  /** The node at an address to which credentials may go: the application connected to it itself, or a node named it. */
  Node trustedNode(NodeAddress address) {
    Node node = nodes.at(address);
    node.trust();
    return node;
  }

  /**
   * The nodes that can take the place of one, the best first: masters, then replicas, last suspect ones. In each group the
   * order is random.
   */
  List<Node> fallbackNodes(Node lostOne) {
    Set<Node> named = members();
    List<Node> candidates =
        NodeSelection.of(named.isEmpty() ? nodes.all() : named, slots.masters());
    candidates.remove(lostOne);
    return candidates;
  }

  /** Nodes to ask, in random order, suspect ones last. */
  static List<Node> inRandomOrder(Collection<Node> nodes) {
    return NodeSelection.of(nodes, Collections.<Node>emptySet());
  }

  boolean isLost() {
    return lost;
  }

  void lost(boolean nowLost) {
    lost = nowLost;
  }

  /** Patches one slot, as MOVED says. */
  void slotMoved(int slot, Node owner) {
    synchronized (this) {
      slots = slots.withOwner(slot, owner);
    }
  }

  void apply(Topology topology) {
    TopologyView now = TopologyView.of(topology, nodes);
    SlotMap before;
    synchronized (this) {
      before = latest.slots();
      latest = now;
      slots = now.slots();
    }
    FailoverEvents.publish(entry, before, now.slots());
  }

  /** Whether a topology speaks of this cluster: it names one of its nodes, by id. */
  boolean contains(Topology topology) {
    return nodes.areIn(topology);
  }

  /** Forgets nodes that no topology has named for so long, and that nobody uses. */
  void forgetDeparted(long nanos) {
    Set<Node> named = members();
    if (named.isEmpty()) {
      return; // redirections alone teach this cluster
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
