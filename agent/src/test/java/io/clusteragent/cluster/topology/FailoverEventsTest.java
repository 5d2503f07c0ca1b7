package io.clusteragent.cluster.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.clusteragent.cluster.address.NodeAddress;
import io.clusteragent.cluster.node.IdleValidation;
import io.clusteragent.cluster.node.Node;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which changes of the slot map count as failovers. */
class FailoverEventsTest {
  private final Node master = node(1);
  private final Node replica = node(2);
  private final Node other = node(3);

  @Test
  void aReplicaThatNowOwnsItsMastersSlotsIsAFailover() {
    assertEquals(
        Map.of(List.of(master, replica), 3),
        FailoverEvents.between(map(master, replica, 5, 8), map(replica, master, 5, 8)));
  }

  @Test
  void slotsThatMoveToAnotherShardAreNoFailover() {
    assertEquals(
        Map.of(), FailoverEvents.between(map(master, replica, 5, 8), map(other, replica, 5, 8)));
  }

  @Test
  void theFirstOrAnUnchangedTopologyIsNoFailover() {
    SlotMap map = map(master, replica, 5, 8);
    assertEquals(Map.of(), FailoverEvents.between(SlotMap.EMPTY, map));
    assertEquals(Map.of(), FailoverEvents.between(map, map));
    assertEquals(Map.of(), FailoverEvents.between(map, SlotMap.EMPTY));
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
    return new Node(new NodeAddress("a", port), port, new IdleValidation(), () -> {});
  }
}
