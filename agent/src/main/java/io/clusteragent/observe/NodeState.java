package io.clusteragent.observe;

import io.clusteragent.cluster.connection.NodeConnections;
import io.clusteragent.cluster.node.Node;
import io.clusteragent.cluster.topology.HashSlot;
import io.clusteragent.cluster.topology.SlotMap;
import io.clusteragent.cluster.view.Cluster;

/** Describes a node's current role, slots and connections. */
final class NodeState {
  private NodeState() {}

  static String line(Cluster cluster, Node node) {
    String slots = slots(cluster.slots(), node);
    return node + " " + role(cluster, node) + (node.isSuspect() ? " suspect" : "")
        + (slots.isEmpty() ? "" : " " + slots);
  }

  static String role(Cluster cluster, Node node) {
    return cluster.slots().masters().contains(node)
        ? "master"
        : cluster.members().contains(node) ? "replica" : "none";
  }

  /** The hash slots that a node serves, such as {@code 0-5460,7000}. */
  static String slots(SlotMap map, Node node) {
    StringBuilder ranges = new StringBuilder();
    int last;
    for (int first = 0; first < HashSlot.COUNT; first = last + 1) {
      last = first;
      if (map.owner(first) == node) {
        while (last + 1 < HashSlot.COUNT && map.owner(last + 1) == node) {
          last++;
        }
        ranges.append(ranges.length() == 0 ? "" : ",").append(first);
        ranges.append(last == first ? "" : "-" + last);
      }
    }
    return ranges.toString();
  }

  static int idle(NodeConnections connections) {
    return Math.max(0, connections.pooled() - connections.held());
  }
}
