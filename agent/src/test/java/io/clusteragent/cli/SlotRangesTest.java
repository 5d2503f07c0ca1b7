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

  @Test
  void textNamesTheFirstTwentyRanges() {
    BitSet slots = new BitSet();
    for (int slot = 0; slot < 40; slot += 2) {
      slots.set(slot);
    }
    String twenty = "0 2 4 6 8 10 12 14 16 18 20 22 24 26 28 30 32 34 36 38";
    assertEquals(twenty, SlotRanges.text(slots));
    slots.set(40);
    assertEquals(twenty + " ... and 1 more range", SlotRanges.text(slots));
    slots.set(42, 50);
    assertEquals(twenty + " ... and 2 more ranges", SlotRanges.text(slots));
    assertEquals(22, SlotRanges.of(slots).size());
  }
}
