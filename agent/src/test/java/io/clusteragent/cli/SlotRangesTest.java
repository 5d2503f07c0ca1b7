package io.clusteragent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class SlotRangesTest {

  @Test
  void rangesAndSingleSlots() {
    BitSet slots = new BitSet();
    slots.set(0, 100);
    slots.set(200);
    slots.set(16383);

    assertEquals("0-99 200 16383", SlotRanges.text(slots));
    assertEquals(
        List.of(List.of(0, 99), List.of(200, 200), List.of(16383, 16383)), SlotRanges.of(slots));
    assertEquals("-", SlotRanges.text(new BitSet()));
  }
}
