package io.clusteragent.session.merge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.clusteragent.protocol.ProtocolException;
import io.clusteragent.protocol.ReplyFramer;
import io.clusteragent.session.Wire;
import io.clusteragent.session.scatter.ScanPage;
import java.util.BitSet;
import java.util.List;

class ReplyMergerFuzzTest {
  private static final List<ReplyMerger.Rule> WAYS = List.of(
      ReplyMerger.ALL_SUCCEEDED,
      ReplyMerger.SUM,
      ReplyMerger.MINIMUM,
      ReplyMerger.CONCATENATION,
      ReplyMerger.UNION,
      ReplyMerger.LEAST_OF_EACH,
      ReplyMerger.SUM_BY_NAME,
      ReplyMerger.ONE_SUCCEEDED,
      ReplyMerger.KILLED,
      ReplyMerger.RUNNING_SCRIPT,
      ReplyMerger.ofMasters(ReplyMerger.MINIMUM),
      ReplyMerger.ofMasters(ReplyMerger.LEAST_OF_EACH));

  /** Whatever nodes reply to the parts of a command: the merger makes one reply of it, or refuses it. */
  @FuzzTest
  void manyRepliesBecomeOne(FuzzedDataProvider data) throws ProtocolException {
    boolean allOrError = data.consumeBoolean();
    int way = data.consumeInt(0, WAYS.size() + 2);
    int parts = data.consumeInt(1, 6);
    boolean last = data.consumeBoolean();
    int[] partOfKey = data.consumeInts(parts);
    for (int i = 0; i < partOfKey.length; i++) {
      partOfKey[i] = Math.floorMod(partOfKey[i], parts);
    }
    ReplyAggregation gather = allOrError
        ? ReplyAggregation.allOrError(way(way, parts, partOfKey, last))
        : ReplyAggregation.includingErrors(way(way, parts, partOfKey, last));
    if (!collect(data.consumeRemainingAsBytes(), parts, gather)) {
      return;
    }
    byte[] merged;
    try {
      merged = gather.merged();
    } catch (ProtocolException e) {
      return;
    }
    ReplyFramer framer = new ReplyFramer();
    framer.begin();
    assertEquals(merged.length, framer.feed(merged, 0, merged.length));
    assertTrue(framer.atEnd(), () -> Wire.oneLine(Wire.text(merged)));
  }

  private static ReplyMerger.Rule way(int way, int parts, int[] partOfKey, boolean last) {
    if (way < WAYS.size()) {
      return WAYS.get(way);
    }
    switch (way - WAYS.size()) {
      case 0:
        return ReplyMerger.inOrder(partOfKey);
      case 1:
        return parts % 2 == 0 ? ReplyMerger.RANDOM_KEY : ReplyMerger.SUM;
      default:
        BitSet slots = new BitSet();
        slots.set(0, 8192);
        return replies -> {
          ScanPage page = new ScanPage();
          long cursor = page.add(replies, 0, last ? null : slots);
          return page.reply(cursor);
        };
    }
  }

  /** Adds the replies as they are on the wire, each framed as the session does it. Returns whether there are enough. */
  private static boolean collect(byte[] wire, int parts, ReplyAggregation gather) {
    ReplyFramer framer = new ReplyFramer();
    int at = 0;
    for (int part = 0; part < parts; part++) {
      framer.begin();
      int end;
      try {
        end = framer.feed(wire, at, wire.length);
      } catch (ProtocolException e) {
        return false;
      }
      if (!framer.atEnd()) {
        return false;
      }
      gather.replies().add(wire, at, end - at);
      at = end;
    }
    return true;
  }
}
