package io.clusteragent.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/** Converts slots to ranges. */
final class SlotRanges {

  private SlotRanges() {}

  /** The first and last slot of each range. */
  static List<List<Integer>> of(BitSet slots) {
    List<List<Integer>> ranges = new ArrayList<>();
    for (int first = slots.nextSetBit(0); first >= 0; ) {
      int end = slots.nextClearBit(first);
      ranges.add(Arrays.asList(first, end - 1));
      first = slots.nextSetBit(end);
    }
    return ranges;
  }

  /** The ranges as text, such as {@code 0-99 200}; {@code -} when there are no slots. */
  static String text(BitSet slots) {
    StringBuilder text = new StringBuilder();
    for (List<Integer> range : of(slots)) {
      text.append(text.length() == 0 ? "" : " ").append(range.get(0));
      if (!range.get(0).equals(range.get(1))) {
        text.append('-').append(range.get(1));
      }
    }
    return text.length() == 0 ? "-" : text.toString();
  }
}
