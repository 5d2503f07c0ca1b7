package io.clusteragent.observe;

import io.clusteragent.cluster.connection.Ping;
import io.clusteragent.cluster.node.Node;
import io.clusteragent.cluster.topology.HashSlot;
import io.clusteragent.cluster.view.Cluster;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.ToIntFunction;

/** Builds the bean of one cluster: topology, sums of its nodes' metrics, and operations. */
final class ClusterBean {
  private ClusterBean() {}

  static Bean of(Cluster cluster) {
    Bean bean = new Bean("A Redis Cluster that Jedis in this JVM is connected to")
        .attribute(
            "Entry",
            String.class,
            "The application's address at which the cluster was found",
            () -> cluster.entry().toString())
        .attribute(
            "Nodes",
            String[].class,
            "Address, role, state and hash slots of each node",
            () -> nodes(cluster))
        .attribute("Masters", Integer.class, "Masters that serve hash slots", () -> cluster
            .slots()
            .masters()
            .size())
        .attribute(
            "SlotsCovered",
            Integer.class,
            "Hash slots with a known master, of " + HashSlot.COUNT,
            () -> cluster.slots().covered())
        .attribute(
            "TopologyDenied",
            Boolean.class,
            "Whether the application's user may not ask for the topology (NOPERM): the agent then knows it from redirections"
                + " only, and cannot refresh it",
            cluster::hidesTopology);
    return withOperations(withMetrics(bean, cluster), cluster);
  }

  private static Bean withMetrics(Bean bean, Cluster cluster) {
    return bean.attribute(
            "ConnectionsInUse",
            Integer.class,
            "The agent's node connections that a session holds",
            () -> sum(cluster, node -> cluster.connections(node).held()))
        .attribute(
            "ConnectionsIdle",
            Integer.class,
            "The agent's node connections that no session holds",
            () -> sum(cluster, node -> NodeState.idle(cluster.connections(node))))
        .attribute(
            "ApplicationConnections",
            Integer.class,
            "Connections that the application made itself",
            () -> sum(cluster, node -> cluster.connections(node).applicationConnections()))
        .counts(cluster.clusterMetrics()::count)
        .attribute(
            "RoundTripsTimed",
            Long.class,
            "Commands that were timed: one in sixteen of those that are sent alone and do not block; all of them with slowCommand",
            () -> cluster.clusterMetrics().roundTrips().count())
        .percentiles("RoundTrip", "the round trips timed", cluster.clusterMetrics()::roundTrips)
        .percentiles(
            "Refresh",
            "the refreshes of the slot map",
            () -> cluster.metrics().times().snapshot());
  }

  private static Bean withOperations(Bean bean, Cluster cluster) {
    return bean.operation(
            "locate", "Shows which nodes serve a key", "key", key -> locate(cluster, key))
        .operation(
            "refresh",
            "Requests a refresh of the slot map, in the background",
            () -> refresh(cluster))
        .operation("pingAll", "Sends PING to each node of the cluster", () -> pingAll(cluster))
        .operation("resetCounters", "Sets all counters of the cluster to 0", () -> reset(cluster));
  }

  private static String[] nodes(Cluster cluster) {
    return cluster.nodes().stream()
        .map(node -> NodeState.line(cluster, node))
        .sorted()
        .toArray(String[]::new);
  }

  private static int sum(Cluster cluster, ToIntFunction<Node> metric) {
    return cluster.nodes().stream().mapToInt(metric).sum();
  }

  private static String locate(Cluster cluster, String key) {
    byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
    int slot = HashSlot.of(bytes, 0, bytes.length);
    Node master = cluster.slots().owner(slot);
    return "slot " + slot
        + (master == null
            ? ", no master is known"
            : ", master " + master + ", replicas "
                + Arrays.toString(cluster.slots().replicas(slot)));
  }

  private static String refresh(Cluster cluster) {
    if (cluster.hidesTopology()) {
      return "denied: the application's user may not ask for the topology (+cluster|slots)";
    }
    cluster.requestRefresh();
    return "requested";
  }

  private static String pingAll(Cluster cluster) {
    StringBuilder lines = new StringBuilder();
    for (Node node : cluster.members()) {
      Ping ping = cluster.ping(node);
      String outcome = ping.failureReason() == null ? ping.micros() + " us" : ping.failureReason();
      lines.append(node).append(' ').append(outcome).append('\n');
    }
    return lines.toString();
  }

  private static String reset(Cluster cluster) {
    cluster.clusterMetrics().reset();
    return "reset";
  }
}
