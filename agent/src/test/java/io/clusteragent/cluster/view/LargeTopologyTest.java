package io.clusteragent.cluster.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clusteragent.cluster.topology.HashSlot;
import io.clusteragent.cluster.topology.SlotMap;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clusters of up to a thousand nodes, the size for which Redis is designed. */
class LargeTopologyTest {
  private static final int CLUSTERS = 20;

  /** The map of all slots: at most two references of eight bytes each. */
  private static final long SLOTS = 2L * 8 * HashSlot.COUNT;

  @Test
  void everySlotOfAThousandNodesHasItsOwnerAndReplica() throws IOException {
    Cluster cluster = LargeTopology.unknown();
    SlotMap map = new LargeTopology(1000).applyTo(cluster);

    assertEquals(HashSlot.COUNT, map.covered());
    assertEquals(500, map.masters().size());
    assertEquals("10.0.0.0:7000", map.owner(0).toString());
    assertEquals("10.0.1.249:7000", map.owner(HashSlot.COUNT - 1).toString());
    assertEquals("10.0.3.249:7000", map.replicas(HashSlot.COUNT - 1)[0].toString());
    cluster.stop();
  }

  /** The limit is far above the measured value (3.3 KB for each node), as the heap belongs to the whole JVM. */
  @ParameterizedTest
  @ValueSource(ints = {10, 100, 1000})
  void memoryIsThatOfTheSlotsAndFiveKilobytesForEachNode(int nodes) throws IOException {
    long bytes = bytesOfOne(nodes);

    System.out.println("a cluster of " + nodes + " nodes takes " + bytes + " bytes");
    assertTrue(bytes < SLOTS + nodes * 5L * 1024, bytes + " bytes");
  }

  private static long bytesOfOne(int nodes) throws IOException {
    LargeTopology topology = new LargeTopology(nodes);
    topology.applyTo(LargeTopology.unknown()); // loads the classes
    long before = used();
    List<Cluster> clusters = new ArrayList<>();
    for (int i = 0; i < CLUSTERS; i++) {
      Cluster cluster = LargeTopology.unknown();
      topology.applyTo(cluster);
      clusters.add(cluster);
    }
    long after = used();
    clusters.forEach(Cluster::stop);
    return (after - before) / CLUSTERS;
  }

  private static long used() {
    Runtime runtime = Runtime.getRuntime();
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 5; i++) {
      System.gc();
      least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
    }
    return least;
  }
}
