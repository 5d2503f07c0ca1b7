package io.clusteragent.cluster.view;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.clusteragent.cluster.address.NodeAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClusterTopologyTest {
  private final ClusterTopology topology =
      new ClusterTopology(entry(0), true, address -> false, () -> {});

  @Test
  void theAddressesThatTheApplicationUsedLastAreKept() {
    topology.enteredAt(entry(0));
    for (int i = 1; i <= 20; i++) {
      topology.enteredAt(entry(i));
      topology.enteredAt(entry(0));
    }
    List<NodeAddress> expected = new ArrayList<>(List.of(entry(0)));
    for (int i = 20; i > 13; i--) {
      expected.add(entry(i));
    }
    assertEquals(expected, new ArrayList<>(topology.entries()));
  }

  private static NodeAddress entry(int i) {
    return new NodeAddress("10.0.0." + i, 6379);
  }
}
