package io.clusteragent.cluster.topology;

import io.clusteragent.cluster.node.Node;
import io.clusteragent.cluster.view.Cluster;
import io.clusteragent.cluster.view.LargeTopology;
import java.io.IOException;
import java.util.concurrent.ThreadLocalRandom;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Clusters of many nodes, half of them replicas: what a refresh costs, and a look-up. */
@State(Scope.Benchmark)
public class TopologyBenchmark {

  @Param({"6", "100", "1000"})
  public int nodes;

  private LargeTopology topology;
  private Cluster cluster;

  @Setup
  public void form() throws IOException {
    topology = new LargeTopology(nodes);
    cluster = LargeTopology.unknown();
    refresh();
  }

  @TearDown
  public void stop() {
    cluster.stop();
  }

  /** From the bytes of CLUSTER SLOTS to the new slot map. */
  @Benchmark
  public SlotMap refresh() throws IOException {
    return topology.applyTo(cluster);
  }

  @Benchmark
  public Node owner() {
    return cluster.slots().owner(ThreadLocalRandom.current().nextInt(HashSlot.COUNT));
  }
}
