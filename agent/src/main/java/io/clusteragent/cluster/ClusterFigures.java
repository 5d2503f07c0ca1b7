package io.clusteragent.cluster;

import io.clusteragent.metrics.Count;
import io.clusteragent.metrics.Histogram;
import io.clusteragent.metrics.Metrics;
import java.util.Map;

/** The figures of a whole cluster: the sums over its nodes, which never fall but by {@link #reset}. */
public final class ClusterFigures {
  private final Map<NodeAddress, Node> nodes;

  /** What concerns no node that can be named, and what nodes did that are forgotten. */
  private final Metrics others = new Metrics();

  /**
   * @param nodes those that are known, as they come and go
   */
  ClusterFigures(Map<NodeAddress, Node> nodes) {
    this.nodes = nodes;
  }

  Metrics others() {
    return others;
  }

  /** How often something happened. */
  public long count(Count count) {
    synchronized (others) {
      long sum = others.get(count);
      for (Node node : nodes.values()) {
        sum += node.metrics().get(count);
      }
      return sum;
    }
  }

  /** The round trips to all nodes. */
  public Histogram.Snapshot roundTrips() {
    Histogram.Snapshot all = new Histogram.Snapshot();
    for (Node node : nodes.values()) {
      all.add(node.metrics().times());
    }
    return all;
  }

  /** Starts from 0 again. */
  public void reset() {
    others.reset();
    for (Node node : nodes.values()) {
      node.metrics().reset();
    }
  }

  /** Takes a node out of those that are known. */
  void forget(Node node) {
    synchronized (others) {
      nodes.remove(node.address(), node);
      others.addCounts(node.metrics());
    }
  }
}
