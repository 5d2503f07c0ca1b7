package io.clusteragent.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is a failover, and what is not. */
class FailoversTest {
  private final Node master = node(1);
  private final Node replica = node(2);
  private final Node other = node(3);

  @Test
  void aReplicaThatOwnsItsMastersSlotsHasTakenOver() {
    assertEquals(
        Map.of(List.of(master, replica), 3),
        Failovers.between(map(master, replica, 5, 8), map(replica, master, 5, 8)));
  }

  @Test
  void slotsThatMoveToAnotherShardAreNone() {
    assertEquals(
        Map.of(), Failovers.between(map(master, replica, 5, 8), map(other, replica, 5, 8)));
  }

  @Test
  void norIsTheFirstTopologyOrTheSameAgain() {
    SlotMap map = map(master, replica, 5, 8);
    assertEquals(Map.of(), Failovers.between(SlotMap.EMPTY, map));
    assertEquals(Map.of(), Failovers.between(map, map));
    assertEquals(Map.of(), Failovers.between(map, SlotMap.EMPTY));
  }

  private static SlotMap map(Node owner, Node replica, int first, int end) {
    Node[] owners = new Node[HashSlot.COUNT];
    Node[][] replicas = new Node[HashSlot.COUNT][];
    for (int slot = first; slot < end; slot++) {
      owners[slot] = owner;
      replicas[slot] = new Node[] {replica};
    }
    return new SlotMap(owners, replicas);
  }

  private static Node node(int port) {
    return new Node(new NodeAddress("a", port), port, new IdleTrust(), () -> {});
  }
}
