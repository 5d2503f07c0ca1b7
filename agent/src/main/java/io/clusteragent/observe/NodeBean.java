package io.clusteragent.observe;

import io.clusteragent.cluster.node.Node;
import io.clusteragent.cluster.view.Cluster;

/** Builds the bean of one node. */
final class NodeBean {
  private NodeBean() {}

  static Bean of(Cluster cluster, Node node) {
    return new Bean("A node of a Redis Cluster")
        .attribute(
            "Address",
            String.class,
            "The address that the cluster gives the node",
            () -> node.address().toString())
        .attribute(
            "Id",
            String.class,
            "The node's id in the cluster; empty when it is not known",
            node::id)
        .attribute(
            "Role",
            String.class,
            "master or replica; none when the slot map does not name it",
            () -> NodeState.role(cluster, node))
        .attribute(
            "Slots",
            String.class,
            "The ranges of hash slots that the node serves as a master",
            () -> NodeState.slots(cluster.slots(), node))
        .attribute(
            "Suspect",
            Boolean.class,
            "Whether the node could not be reached, or did not reply, within the last half minute",
            node::isSuspect)
        .attribute(
            "Trouble",
            String.class,
            "Why the node cannot be reached: the last failure since its last reply; empty when there is none",
            () -> node.failureReason() == null ? "" : node.failureReason())
        .attribute(
            "ConnectionsInUse",
            Integer.class,
            "The agent's connections to the node that a session holds",
            cluster.connections(node)::held)
        .attribute(
            "ConnectionsIdle",
            Integer.class,
            "The agent's connections to the node that no session holds",
            () -> NodeState.idle(cluster.connections(node)))
        .attribute(
            "ApplicationConnections",
            Integer.class,
            "Connections to the node that the application made itself",
            cluster.connections(node)::applicationConnections)
        .counts(node.metrics()::get)
        .attribute(
            "RoundTripsTimed",
            Long.class,
            "Commands that were timed: one in sixteen of those that are sent alone and do not block",
            () -> node.metrics().times().snapshot().count())
        .percentiles(
            "RoundTrip", "the round trips timed", () -> node.metrics().times().snapshot());
  }
}
