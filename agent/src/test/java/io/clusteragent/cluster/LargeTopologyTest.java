package io.clusteragent.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Clusters of up to a thousand nodes, which is what Redis is made for. */
class LargeTopologyTest {
  private static final int CLUSTERS = 20;

  /** The map of all slots: two references of eight bytes for each at most. */
  private static final long SLOTS = 2L * 8 * HashSlot.COUNT;

  @Test
  void everySlotOfAThousandNodesHasItsOwnerAndReplica() throws IOException {
    Cluster cluster = LargeTopology.unknown();
    SlotMap map = new LargeTopology(1000).tell(cluster);

    assertEquals(HashSlot.COUNT, map.covered());
    assertEquals(500, map.masters().size());
    assertEquals("10.0.0.0:7000", map.owner(0).toString());
    assertEquals("10.0.1.249:7000", map.owner(HashSlot.COUNT - 1).toString());
    assertEquals("10.0.3.249:7000", map.replicas(HashSlot.COUNT - 1)[0].toString());
    cluster.stop();
  }

  @Test
  void memoryGrowsWithTheNodesAndNotFaster() throws IOException {
    long few = bytesOfOne(10);
    long many = bytesOfOne(100);
    long mostMany = bytesOfOne(1000);

    System.out.println("a cluster of 10, 100 and 1,000 nodes takes " + few + ", " + many + " and "
        + mostMany + " bytes");
    long perNode = (many - few) / 90;
    assertTrue(few < SLOTS + 64 * 1024, "10 nodes: " + few);
    assertTrue(mostMany < few + 2 * 990 * perNode + 64 * 1024, "1,000 nodes: " + mostMany);
  }

  private static long bytesOfOne(int nodes) throws IOException {
    LargeTopology topology = new LargeTopology(nodes);
    topology.tell(LargeTopology.unknown()); // loads the classes
    long before = used();
    List<Cluster> clusters = new ArrayList<>();
    for (int i = 0; i < CLUSTERS; i++) {
      Cluster cluster = LargeTopology.unknown();
      topology.tell(cluster);
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
