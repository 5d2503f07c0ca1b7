package io.clusteragent.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.clusteragent.protocol.ProtocolException;
import io.clusteragent.protocol.ReplyFramer;
import java.util.BitSet;
import java.util.List;

class MergeFuzzTest {
  private static final List<Merge.Way> WAYS = List.of(
      Merge.ALL_SUCCEEDED,
      Merge.SUM,
      Merge.MINIMUM,
      Merge.CONCATENATION,
      Merge.UNION,
      Merge.LEAST_OF_EACH,
      Merge.SUM_BY_NAME,
      Merge.ONE_SUCCEEDED,
      Merge.KILLED,
      Merge.RUNNING_SCRIPT,
      Merge.ofMasters(Merge.MINIMUM),
      Merge.ofMasters(Merge.LEAST_OF_EACH));

  /** Whatever nodes reply to the parts of a command: what is made of it is one reply, or it is refused. */
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
    Gather gather = allOrError
        ? Gather.allOrError(way(way, parts, partOfKey, last))
        : Gather.evenErrors(way(way, parts, partOfKey, last));
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

  private static Merge.Way way(int way, int parts, int[] partOfKey, boolean last) {
    if (way < WAYS.size()) {
      return WAYS.get(way);
    }
    switch (way - WAYS.size()) {
      case 0:
        return Merge.inOrder(partOfKey);
      case 1:
        return parts % 2 == 0 ? Merge.RANDOM_KEY : Merge.SUM;
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

  /** The replies as they stand on the wire, each framed as the session does it. Answers whether there are enough. */
  private static boolean collect(byte[] wire, int parts, Gather gather) {
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
