package io.clusteragent.observe;

import io.clusteragent.cluster.node.Node;
import io.clusteragent.cluster.view.Cluster;

/** Builds the bean of one node. */
final class NodeBean {
  private NodeBean() {}

  static Bean of(Cluster cluster, Node node) {
    return new Bean("A node of a Redis Cluster")
        .figure("Address", String.class, "As the cluster names it", () -> node.address()
            .toString())
        .figure("Id", String.class, "Its id in the cluster, empty if not known", node::id)
        .figure(
            "Role",
            String.class,
            "master or replica; none when the slot map does not name it",
            () -> NodeState.role(cluster, node))
        .figure(
            "Slots",
            String.class,
            "The ranges of hash slots that it serves as a master",
            () -> NodeState.slots(cluster.slots(), node))
        .figure(
            "Suspect",
            Boolean.class,
            "Whether it could not be reached, or did not reply, within the last half minute",
            node::isSuspect)
        .figure(
            "Trouble",
            String.class,
            "Why it cannot be reached: the last failure that no reply has cleared since; empty when there is none",
            () -> node.failureReason() == null ? "" : node.failureReason())
        .figure(
            "ConnectionsInUse",
            Integer.class,
            "The agent's connections to the node that a session holds",
            cluster.connections(node)::held)
        .figure(
            "ConnectionsIdle",
            Integer.class,
            "The agent's connections to the node that nobody holds",
            () -> NodeState.idle(cluster.connections(node)))
        .figure(
            "ApplicationConnections",
            Integer.class,
            "Connections to the node that the application made itself",
            cluster.connections(node)::applicationConnections)
        .counts(node.metrics()::get)
        .figure(
            "RoundTripsTimed",
            Long.class,
            "Commands that were timed: one in sixteen, of those sent alone that do not block",
            () -> node.metrics().times().snapshot().count())
        .percentiles(
            "RoundTrip", "the round trips timed", () -> node.metrics().times().snapshot());
  }
}
