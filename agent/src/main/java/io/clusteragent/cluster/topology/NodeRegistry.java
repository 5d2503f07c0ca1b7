package io.clusteragent.cluster.topology;

import io.clusteragent.cluster.address.NodeAddress;
import io.clusteragent.cluster.connection.NodeConnections;
import io.clusteragent.cluster.node.IdleValidation;
import io.clusteragent.cluster.node.Node;
import java.util.Collection;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Predicate;

/** The nodes of one cluster by their addresses, each from when it was first met. Thread-safe. */
public final class NodeRegistry {
  private final ConcurrentMap<NodeAddress, Node> byAddress = new ConcurrentHashMap<>();
  private final ConcurrentMap<Node, NodeConnections> connections = new ConcurrentHashMap<>();
  private final IdleValidation idleValidation;
  private final Predicate<NodeAddress> trusted;
  private final boolean identifiable;
  private final Runnable onSuspect;
  private int nextIndex; // guarded by byAddress

  /**
   * @param trusted the addresses to which credentials may go whether or not a topology names them
   * @param provable whether nodes answer with the ids that the topology names, when they are asked
   * @param onTrouble called when a node becomes {@linkplain Node#suspect suspect}
   */
  public NodeRegistry(
      IdleValidation idleTrust,
      Predicate<NodeAddress> trusted,
      boolean provable,
      Runnable onTrouble) {
    this.idleValidation = idleTrust;
    this.trusted = trusted;
    this.identifiable = provable;
    this.onSuspect = onTrouble;
  }

  /** The node at an address, known already or new. */
  public Node at(NodeAddress address) {
    Node known = byAddress.get(address);
    if (known != null) {
      return known;
    }
    synchronized (byAddress) {
      return byAddress.computeIfAbsent(address, this::newNode);
    }
  }

  private Node newNode(NodeAddress address) {
    Node node = new Node(address, nextIndex++, idleValidation, onSuspect);
    if (trusted.test(address)) {
      node.trust();
    }
    if (!identifiable) {
      node.skipIdentityCheck();
    }
    return node;
  }

  /** A topology names this id at an address. If it is a new one, connections to the node that was there end. */
  public Node named(NodeAddress address, String id) {
    Node node = at(address);
    if (node.id(id)) {
      connections(node).abandonFormerNode();
    }
    return node;
  }

  /** The node at an address if it is known, or {@code null}. */
  public Node known(NodeAddress address) {
    return byAddress.get(address);
  }

  public Collection<Node> all() {
    return byAddress.values();
  }

  /** Number of nodes ever met, also of those forgotten; their indexes are smaller. */
  public int count() {
    synchronized (byAddress) {
      return nextIndex;
    }
  }

  /** All connections to a node. A session may still ask for those to a node that is forgotten. */
  public NodeConnections connections(Node node) {
    return connections.computeIfAbsent(node, NodeConnections::new);
  }

  /** Closes connections that were idle for longer than {@code nanos}. */
  public void closeIdle(long nanos) {
    for (NodeConnections each : connections.values()) {
      each.closeIdle(nanos);
      if (known(each.node().address()) != each.node() && each.isEmpty()) {
        connections.remove(each.node(), each);
      }
    }
  }

  public void forget(Node node) {
    byAddress.remove(node.address(), node);
  }

  /** Whether credentials may go to an address. */
  public boolean isTrusted(NodeAddress address) {
    Node known = known(address);
    return known != null && known.isTrusted() || trusted.test(address);
  }

  /** Whether a topology names any of these, by id. */
  public boolean areIn(Topology topology) {
    for (Topology.Range range : topology.ranges()) {
      for (Topology.Member member : range.members) {
        Node known = known(member.address);
        if (known != null && known.id().equals(member.id)) {
          return true;
        }
      }
    }
    return false;
  }
}
