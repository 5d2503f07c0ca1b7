package io.clusteragent.observe;

import io.clusteragent.cluster.node.Node;
import io.clusteragent.cluster.view.Cluster;
import io.clusteragent.metrics.Count;
import io.clusteragent.metrics.Histogram;
import java.util.Collection;
import java.util.Locale;

/**
 * Writes the metrics of clusters as an {@link Exposition}. A count that belongs to no node, or to a node that is no longer
 * known, has an empty node label.
 */
final class MetricsText {
  private static final String PREFIX = "cluster_agent_";
  private static final String NO_NODE = "";
  private static final double MICROS = 1e6;
  private static final double NANOS = 1e9;

  private final Exposition text = new Exposition();
  private final Collection<Cluster> clusters;

  private MetricsText(Collection<Cluster> clusters) {
    this.clusters = clusters;
  }

  static String of(Collection<Cluster> clusters) {
    MetricsText text = new MetricsText(clusters);
    text.topology();
    text.connections();
    for (Count count : Count.values()) {
      text.count(count);
    }
    text.times();
    return text.text.toString();
  }

  private void topology() {
    String masters = gauge("masters", "Masters that serve hash slots");
    for (Cluster cluster : clusters) {
      text.sample(masters, cluster.slots().masters().size(), "cluster", cluster.entry());
    }
    String covered = gauge("slots_covered", "Hash slots with a known master");
    for (Cluster cluster : clusters) {
      text.sample(covered, cluster.slots().covered(), "cluster", cluster.entry());
    }
    String denied = gauge(
        "topology_denied",
        "1 when the application's user may not ask for the topology: the agent learns it from redirections only");
    for (Cluster cluster : clusters) {
      text.sample(denied, cluster.hidesTopology() ? 1 : 0, "cluster", cluster.entry());
    }
    String suspect = gauge(
        "node_suspect",
        "1 when the node could not be reached, or did not reply, within the last half minute");
    for (Cluster cluster : clusters) {
      for (Node node : cluster.nodes()) {
        sample(suspect, node.isSuspect() ? 1 : 0, cluster, node.address());
      }
    }
  }

  private void connections() {
    String name = gauge(
        "connections",
        "Node connections: the agent's own, in use by a session or idle, and those that the application made itself");
    for (Cluster cluster : clusters) {
      for (Node node : cluster.nodes()) {
        connections(name, cluster.connections(node).held(), cluster, node, "in_use");
        connections(name, NodeState.idle(cluster.connections(node)), cluster, node, "idle");
        connections(
            name, cluster.connections(node).applicationConnections(), cluster, node, "application");
      }
    }
  }

  private void connections(String name, int number, Cluster cluster, Node node, String kind) {
    text.sample(name, number, "cluster", cluster.entry(), "node", node.address(), "kind", kind);
  }

  private void count(Count count) {
    String name = PREFIX + count.name().toLowerCase(Locale.ROOT) + "_total";
    text.family(name, "counter", count.description());
    for (Cluster cluster : clusters) {
      sample(name, cluster.metrics().get(count), cluster, NO_NODE);
      for (Node node : cluster.nodes()) {
        sample(name, node.metrics().get(count), cluster, node.address());
      }
    }
  }

  private void times() {
    String roundTrips = PREFIX + "round_trip_seconds";
    text.family(
        roundTrips,
        "summary",
        "Round trips to the node, measured for one in sixteen commands that are sent alone and do not block");
    for (Cluster cluster : clusters) {
      for (Node node : cluster.nodes()) {
        summary(roundTrips, node.metrics().times().snapshot(), cluster, node.address());
      }
    }
    String refreshes = PREFIX + "refresh_seconds";
    text.family(refreshes, "summary", "Refreshes of the slot map");
    for (Cluster cluster : clusters) {
      summary(refreshes, cluster.metrics().times().snapshot(), cluster, NO_NODE);
    }
  }

  private void summary(String name, Histogram.Snapshot times, Cluster cluster, Object node) {
    for (double share : new double[] {0.5, 0.9, 0.99, 0.999, 1}) {
      double seconds = times.count() == 0 ? Double.NaN : times.micros(share) / MICROS;
      text.sample(name, seconds, "cluster", cluster.entry(), "node", node, "quantile", share);
    }
    sample(name + "_sum", times.totalNanos() / NANOS, cluster, node);
    sample(name + "_count", times.count(), cluster, node);
  }

  private String gauge(String name, String meaning) {
    text.family(PREFIX + name, "gauge", meaning);
    return PREFIX + name;
  }

  private void sample(String name, Number value, Cluster cluster, Object node) {
    text.sample(name, value, "cluster", cluster.entry(), "node", node);
  }
}
