package io.clusteragent.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/** Converts slots to ranges. */
final class SlotRanges {

  /** A fragmented cluster has thousands of ranges. */
  private static final int MOST_SHOWN = 20;

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

  /** The first ranges as text, such as {@code 0-99 200}; {@code -} when there are no slots. */
  static String text(BitSet slots) {
    return slots.isEmpty() ? "-" : first(texts(slots), " ");
  }

  /** All ranges as text, for JSON. */
  static String completeText(BitSet slots) {
    return String.join(" ", texts(slots));
  }

  private static List<String> texts(BitSet slots) {
    List<String> texts = new ArrayList<>();
    for (List<Integer> range : of(slots)) {
      boolean isSingle = range.get(0).equals(range.get(1));
      texts.add(range.get(0) + (isSingle ? "" : "-" + range.get(1)));
    }
    return texts;
  }

  /** The first ranges, and how many more there are. */
  static String first(List<String> ranges, String separator) {
    int more = ranges.size() - MOST_SHOWN;
    return more <= 0
        ? String.join(separator, ranges)
        : String.join(separator, ranges.subList(0, MOST_SHOWN)) + " ... and "
            + Quantity.of(more, "more range", "more ranges");
  }
}
