package io.clusteragent.observe;

import io.clusteragent.cluster.connection.Ping;
import io.clusteragent.cluster.node.Node;
import io.clusteragent.cluster.topology.HashSlot;
import io.clusteragent.cluster.view.Cluster;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.ToIntFunction;

/** Builds the bean of one cluster: topology, sums of its nodes' figures, and acts. */
final class ClusterBean {
  private ClusterBean() {}

  static Bean of(Cluster cluster) {
    Bean bean = new Bean("A Redis Cluster that Jedis in this JVM is connected to")
        .figure(
            "Entry",
            String.class,
            "The application's address at which the cluster was found",
            () -> cluster.entry().toString())
        .figure(
            "Nodes",
            String[].class,
            "Address, role, state and hash slots of each node",
            () -> nodes(cluster))
        .figure("Masters", Integer.class, "Masters that serve hash slots", () -> cluster
            .slots()
            .masters()
            .size())
        .figure(
            "SlotsCovered",
            Integer.class,
            "Hash slots with a known master, of " + HashSlot.COUNT,
            () -> cluster.slots().covered())
        .figure(
            "TopologyDenied",
            Boolean.class,
            "Whether the application's user may not ask for the topology (NOPERM): it is known by redirections alone then, and"
                + " cannot be refreshed",
            cluster::hidesTopology);
    return acts(figures(bean, cluster), cluster);
  }

  private static Bean figures(Bean bean, Cluster cluster) {
    return bean.figure(
            "ConnectionsInUse",
            Integer.class,
            "The agent's node connections that a session holds",
            () -> sum(cluster, node -> cluster.connections(node).held()))
        .figure(
            "ConnectionsIdle",
            Integer.class,
            "The agent's node connections that nobody holds",
            () -> sum(cluster, node -> NodeState.idle(cluster.connections(node))))
        .figure(
            "ApplicationConnections",
            Integer.class,
            "Connections that the application made itself",
            () -> sum(cluster, node -> cluster.connections(node).applicationConnections()))
        .counts(cluster.clusterMetrics()::count)
        .figure(
            "RoundTripsTimed",
            Long.class,
            "Commands that were timed: of those sent alone that do not block one in sixteen, with slowCommand all",
            () -> cluster.clusterMetrics().roundTrips().count())
        .percentiles("RoundTrip", "the round trips timed", cluster.clusterMetrics()::roundTrips)
        .percentiles(
            "Refresh",
            "the refreshes of the slot map",
            () -> cluster.metrics().times().snapshot());
  }

  private static Bean acts(Bean bean, Cluster cluster) {
    return bean.act("locate", "Shows which nodes serve a key", "key", key -> locate(cluster, key))
        .act("refresh", "Asks for the slot map, in the background", () -> refresh(cluster))
        .act("pingAll", "Sends PING to each node of the cluster", () -> pingAll(cluster))
        .act("resetCounters", "Starts all figures of the cluster from 0", () -> reset(cluster));
  }

  private static String[] nodes(Cluster cluster) {
    return cluster.nodes().stream()
        .map(node -> NodeState.line(cluster, node))
        .sorted()
        .toArray(String[]::new);
  }

  private static int sum(Cluster cluster, ToIntFunction<Node> figure) {
    return cluster.nodes().stream().mapToInt(figure).sum();
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
