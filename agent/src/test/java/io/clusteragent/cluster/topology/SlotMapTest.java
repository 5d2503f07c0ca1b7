package io.clusteragent.cluster.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.clusteragent.cluster.address.NodeAddress;
import io.clusteragent.cluster.node.IdleValidation;
import io.clusteragent.cluster.node.Node;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SlotMapTest {

  private final Node one =
      new Node(new NodeAddress("one", 7000), 0, new IdleValidation(), () -> {});
  private final Node two =
      new Node(new NodeAddress("two", 7000), 1, new IdleValidation(), () -> {});

  @Test
  void anEmptyMapHasNoNodes() {
    assertNull(SlotMap.EMPTY.owner(0));
    assertNull(SlotMap.EMPTY.owner(16383));
    assertEquals(0, SlotMap.EMPTY.covered());
    assertEquals(Set.of(), SlotMap.EMPTY.masters());
  }

  @Test
  void aChangeMakesANewMapAndKeepsTheOldOne() {
    SlotMap first = SlotMap.EMPTY.withOwner(5, one);
    SlotMap second = first.withOwner(5, two).withOwner(16383, one);

    assertSame(one, first.owner(5));
    assertNull(first.owner(16383));
    assertSame(two, second.owner(5));
    assertSame(one, second.owner(16383));
    assertEquals(2, second.covered());
    assertEquals(Set.of(one, two), second.masters());
  }

  @Test
  void anUnchangedOwnerMakesNoNewMap() {
    SlotMap map = SlotMap.EMPTY.withOwner(5, one);

    assertSame(map, map.withOwner(5, one));
    assertNotSame(map, map.withOwner(5, two));
  }

  @Test
  void aMasterWithoutSlotsIsNotListedAsAMaster() {
    assertEquals(Set.of(two), SlotMap.EMPTY.withOwner(5, one).withOwner(5, two).masters());
  }
}
