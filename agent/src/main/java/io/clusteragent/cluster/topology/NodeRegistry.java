package io.clusteragent.cluster.topology;

import io.clusteragent.cluster.address.NodeAddress;
import io.clusteragent.cluster.connection.AcceptedCredentials;
import io.clusteragent.cluster.connection.ConnectionProfile;
import io.clusteragent.cluster.connection.NodeConnections;
import io.clusteragent.cluster.node.IdleValidation;
import io.clusteragent.cluster.node.Node;
import java.util.Collection;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Predicate;

/** Keeps the nodes of one cluster by their addresses, each from its first use on. Thread-safe. */
public final class NodeRegistry {
  private final ConcurrentMap<NodeAddress, Node> byAddress = new ConcurrentHashMap<>();
  private final ConcurrentMap<Node, NodeConnections> connections = new ConcurrentHashMap<>();
  private final AcceptedCredentials accepted = new AcceptedCredentials();
  private final IdleValidation idleValidation;
  private final Predicate<NodeAddress> trusted;
  private final boolean identifiable;
  private final Runnable onSuspect;
  private int nextIndex; // guarded by byAddress

  /**
   * @param trusted the addresses to which the agent may send credentials whether or not a topology names them
   * @param identifiable whether nodes reply to CLUSTER MYID with the ids that the topology names
   * @param onSuspect called when a node becomes {@linkplain Node#suspect suspect}
   */
  public NodeRegistry(
      IdleValidation idleValidation,
      Predicate<NodeAddress> trusted,
      boolean identifiable,
      Runnable onSuspect) {
    this.idleValidation = idleValidation;
    this.trusted = trusted;
    this.identifiable = identifiable;
    this.onSuspect = onSuspect;
  }

  /** The node at an address; a new one when the address is not known yet. */
  public Node at(NodeAddress address) {
    Node known = byAddress.get(address);
    if (known != null) {
      return known;
    }
    synchronized (byAddress) {
      known = byAddress.get(address);
      if (known == null) {
        known = newNode(address);
        byAddress.put(address, known);
      }
      return known;
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

  /**
   * Sets the id and the alias that a topology names at an address. If the id is new, connections to the former node at the
   * address are closed.
   */
  public Node update(NodeAddress address, String id) {
    Node node = at(address);
    boolean replaced = node.id(id);
    if (replaced || !address.alias().isEmpty()) {
      node.address(address);
    }
    if (replaced) {
      connections(node).abandonFormerNode();
    }
    return node;
  }

  /** The node at an address, or {@code null} when it is not known. */
  public Node known(NodeAddress address) {
    return byAddress.get(address);
  }

  public Collection<Node> all() {
    return byAddress.values();
  }

  /** The number of nodes ever met, including forgotten ones; all their indexes are smaller. */
  public int count() {
    synchronized (byAddress) {
      return nextIndex;
    }
  }

  /** All connections to a node. A session may still request the connections of a forgotten node. */
  public NodeConnections connections(Node node) {
    NodeConnections known = connections.get(node);
    if (known == null) {
      NodeConnections fresh = connectionsTo(node);
      known = connections.putIfAbsent(node, fresh);
      return known == null ? fresh : known;
    }
    return known;
  }

  /** Connections to a node that is not registered, with the credentials that this cluster's servers accepted. */
  public NodeConnections connectionsTo(Node node) {
    return new NodeConnections(node, accepted);
  }

  /** Records the profile of a session: a server accepted its credentials. */
  public void authenticated(ConnectionProfile session) {
    if (accepted.add(session)) {
      for (NodeConnections each : connections.values()) {
        each.renew(session);
      }
    }
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

  /** Whether nodes reply to CLUSTER MYID with the ids that the topology names. */
  public boolean areIdentifiable() {
    return identifiable;
  }

  public void forget(Node node) {
    byAddress.remove(node.address(), node);
  }

  /** Whether the agent may send credentials to an address. */
  public boolean isTrusted(NodeAddress address) {
    Node known = known(address);
    return known != null && known.isTrusted() || trusted.test(address);
  }

  /** Whether a topology names any of these nodes, by id. */
  public boolean isAnyIn(Topology topology) {
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
