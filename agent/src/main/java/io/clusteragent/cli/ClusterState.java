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

/** A cluster as one of its nodes sees it. Immutable. */
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

  /** Asks the node at the address that a call names. */
  static ClusterState of(Invocation call, Dialling dialling) throws ToolException {
    NodeAddress entry = call.entry();
    try (Link link = dialling.connect(entry)) {
      Object reply = link.ask(ClusterNodes.REQUEST);
      if (reply instanceof ErrorReply) {
        throw ToolException.noAnswer(entry + " " + refusal((ErrorReply) reply));
      }
      return read(link, reply);
    } catch (IOException e) {
      throw ToolException.noAnswer(entry + " cannot be asked: " + dialling.reason(e));
    }
  }

  private static ClusterState read(Link link, Object reply) throws IOException, ToolException {
    NodeAddress entry = link.address();
    List<NodeLine> nodes = new ArrayList<>(ClusterNodes.of(reply, entry));
    if (nodes.isEmpty()) {
      throw ToolException.noAnswer(
          entry + " is no cluster node: its answer to CLUSTER NODES makes no sense");
    }
    // Only this reply says whether clients are to use the nodes' names or their IP addresses.
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

  /** What an error to CLUSTER NODES means, and what helps. */
  private static String refusal(ErrorReply error) {
    switch (error.code()) {
      case "NOAUTH":
        return "wants a password: set " + Dialling.PASSWORD + ", or use --askpass";
      case "NOPERM":
        return "does not let this user call CLUSTER NODES: give it +cluster|nodes";
      default:
        return "is no cluster node: " + error.message();
    }
  }

  /** The address that was asked. */
  NodeAddress entry() {
    return entry;
  }

  /** All nodes, in the order of their slots. */
  List<NodeLine> nodes() {
    return nodes;
  }

  /** The address that clients are to use for a node. */
  NodeAddress address(NodeLine node) {
    NodeAddress told = addresses.get(node.id());
    return told == null ? node.addresses().get(0) : told;
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

  /** The node that a replica follows; {@code null} when it is not known. */
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

  /** The slots that a predicate over their owners, of whom there may be none, holds for. */
  BitSet slotsWhose(java.util.function.Predicate<NodeLine> predicate) {
    BitSet slots = new BitSet();
    for (int slot = 0; slot < owners.length; slot++) {
      slots.set(slot, predicate.test(owners[slot]));
    }
    return slots;
  }

  /** The slots that nobody serves. */
  BitSet uncovered() {
    return slotsWhose(owner -> owner == null);
  }

  /** The slots that a failed node serves. */
  BitSet lost() {
    return slotsWhose(owner -> owner != null && owner.isFailed());
  }

  /** A node's address, with its condition unless that is {@code ok}. */
  String named(NodeLine node) {
    String condition = condition(node);
    return address(node) + (condition.equals("ok") ? "" : " (" + condition + ")");
  }

  /** The name of a node's condition, as the node that was asked sees it. */
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
