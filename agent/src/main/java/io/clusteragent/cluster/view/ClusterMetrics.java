package io.clusteragent.cluster.view;

import io.clusteragent.cluster.node.Node;
import io.clusteragent.cluster.topology.NodeRegistry;
import io.clusteragent.metrics.Count;
import io.clusteragent.metrics.Histogram;
import io.clusteragent.metrics.Metrics;

/** Sums the metrics of a cluster's nodes. The counts fall only at {@link #reset}. */
public final class ClusterMetrics {
  private final NodeRegistry nodes;

  /** Counts what concerns no known node, and what forgotten nodes did. */
  private final Metrics others = new Metrics();

  /**
   * @param nodes the known nodes, which change over time
   */
  ClusterMetrics(NodeRegistry nodes) {
    this.nodes = nodes;
  }

  Metrics others() {
    return others;
  }

  /** How often something happened. */
  public long count(Count count) {
    synchronized (others) {
      long sum = others.get(count);
      for (Node node : nodes.all()) {
        sum += node.metrics().get(count);
      }
      return sum;
    }
  }

  /** The round trips to all nodes. */
  public Histogram.Snapshot roundTrips() {
    Histogram.Snapshot all = new Histogram.Snapshot();
    for (Node node : nodes.all()) {
      all.add(node.metrics().times());
    }
    return all;
  }

  /** Starts from 0 again. */
  public void reset() {
    others.reset();
    for (Node node : nodes.all()) {
      node.metrics().reset();
    }
  }

  /** Forgets a node, and keeps its counts. */
  void forget(Node node) {
    synchronized (others) {
      nodes.forget(node);
      others.addCounts(node.metrics());
    }
  }
}
