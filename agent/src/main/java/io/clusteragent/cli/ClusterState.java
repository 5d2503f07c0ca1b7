package io.clusteragent.cli;

import io.clusteragent.cluster.address.NodeAddress;
import io.clusteragent.cluster.topology.ClusterNodes;
import io.clusteragent.cluster.topology.HashSlot;
import io.clusteragent.cluster.topology.NodeLine;
import io.clusteragent.cluster.topology.Topology;
import io.clusteragent.protocol.ErrorReply;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Holds the nodes, slots and addresses of a cluster, as one of its nodes reports them. Immutable. */
final class ClusterState {
  private final NodeAddress entry;
  private final List<NodeLine> nodes;
  private final Map<String, NodeAddress> addresses;
  private final NodeLine[] owners = new NodeLine[HashSlot.COUNT];

  private ClusterState(
      NodeAddress entry, List<NodeLine> nodes, Map<String, NodeAddress> addresses) {
    this.entry = entry;
    this.nodes = nodes;
    this.addresses = addresses;
    for (NodeLine node : nodes) {
      BitSet slots = node.slots();
      for (int slot = slots.nextSetBit(0); slot >= 0; slot = slots.nextSetBit(slot + 1)) {
        owners[slot] = node;
      }
    }
  }

  /** Queries the node at the address that a call names. */
  static ClusterState of(Invocation call, NodeConnector connector) throws ToolException {
    NodeAddress entry = call.entry();
    try (Link link = connector.connect(entry)) {
      Object reply = link.ask(ClusterNodes.REQUEST);
      if (reply instanceof ErrorReply) {
        throw ToolException.noAnswer(entry + " " + errorText((ErrorReply) reply));
      }
      return read(link, reply);
    } catch (IOException e) {
      throw ToolException.noAnswer(entry + " cannot be queried: " + connector.reason(e));
    }
  }

  private static ClusterState read(Link link, Object reply) throws IOException, ToolException {
    NodeAddress entry = link.address();
    List<NodeLine> nodes = new ArrayList<>(ClusterNodes.of(reply, entry));
    if (nodes.isEmpty()) {
      throw ToolException.noAnswer(
          entry + " is no cluster node: its reply to CLUSTER NODES cannot be parsed");
    }
    // Only the reply to CLUSTER SLOTS shows whether clients use names or IP addresses.
    Topology topology = Topology.of(link.ask(Topology.REQUEST), entry);
    Map<String, NodeAddress> addresses = topology == null ? new HashMap<>() : topology.addresses();
    Collections.sort(nodes, ClusterState::bySlotsThenAddress);
    return new ClusterState(entry, nodes, addresses);
  }

  private static int bySlotsThenAddress(NodeLine a, NodeLine b) {
    int first = Integer.compare(firstSlot(a), firstSlot(b));
    return first != 0
        ? first
        : a.addresses().get(0).toString().compareTo(b.addresses().get(0).toString());
  }

  private static int firstSlot(NodeLine node) {
    int first = node.slots().nextSetBit(0);
    return first < 0 ? HashSlot.COUNT : first;
  }

  /** Explains an error reply to CLUSTER NODES, with a remedy. */
  private static String errorText(ErrorReply error) {
    switch (error.code()) {
      case "NOAUTH":
        return "requires a password: set " + NodeConnector.PASSWORD + ", or use --askpass";
      case "NOPERM":
        return "does not let this user call CLUSTER NODES: give it +cluster|nodes";
      default:
        return "is no cluster node: " + error.message();
    }
  }

  /** The address of the node that this state comes from. */
  NodeAddress entry() {
    return entry;
  }

  /** All nodes, in the order of their slots. */
  List<NodeLine> nodes() {
    return nodes;
  }

  /** The address that clients are to use for a node. */
  NodeAddress address(NodeLine node) {
    NodeAddress clientAddress = addresses.get(node.id());
    return clientAddress == null ? node.addresses().get(0) : clientAddress;
  }

  List<NodeLine> masters() {
    List<NodeLine> masters = new ArrayList<>();
    for (NodeLine node : nodes) {
      if (node.isMaster()) {
        masters.add(node);
      }
    }
    return masters;
  }

  List<NodeLine> replicasOf(NodeLine master) {
    List<NodeLine> replicas = new ArrayList<>();
    for (NodeLine node : nodes) {
      if (node.master().equals(master.id())) {
        replicas.add(node);
      }
    }
    return replicas;
  }

  /** The master of a replica; {@code null} when it is not known. */
  NodeLine masterOf(NodeLine replica) {
    for (NodeLine node : nodes) {
      if (node.id().equals(replica.master())) {
        return node;
      }
    }
    return null;
  }

  /** The node that serves a slot; {@code null} when there is none. */
  NodeLine owner(int slot) {
    return owners[slot];
  }

  /** The slots whose owner matches a predicate; the owner is {@code null} when a slot has none. */
  BitSet slotsByOwner(java.util.function.Predicate<NodeLine> predicate) {
    BitSet slots = new BitSet();
    for (int slot = 0; slot < owners.length; slot++) {
      slots.set(slot, predicate.test(owners[slot]));
    }
    return slots;
  }

  /** The slots that no node serves. */
  BitSet uncovered() {
    return slotsByOwner(owner -> owner == null);
  }

  /** The slots that a failed node serves. */
  BitSet servedByFailedNodes() {
    return slotsByOwner(owner -> owner != null && owner.isFailed());
  }

  /** A node's address, followed by its condition unless that is {@code ok}. */
  String addressAndCondition(NodeLine node) {
    String condition = condition(node);
    return address(node) + (condition.equals("ok") ? "" : " (" + condition + ")");
  }

  /** The name of a node's condition, as the queried node reports it. */
  static String condition(NodeLine node) {
    if (node.isFailed()) {
      return "failed";
    }
    if (node.isSuspected()) {
      return "suspected";
    }
    return node.isMyself() || node.isLinked() ? "ok" : "not linked";
  }
}
