package io.clusteragent.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;

class ReplyFuzzTest {
  private static final int REFUSED = -2;
  private static final int UNFINISHED = -1;

  /** Bytes that the parser allocates at most: for itself, and for each byte that arrived. */
  private static final long ALLOCATED_AT_ONCE = 1_000_000;

  private static final long ALLOCATED_PER_BYTE = 400;

  /**
   * Whatever a server sends, the framer finds the same end however the bytes are cut, and the parser finds no other
   * end. Neither of them allocates memory for what is only announced.
   */
  @FuzzTest
  void framerAndParserAgreeOnTheEnd(FuzzedDataProvider data) throws IOException {
    int[] cuts = data.consumeInts(data.consumeInt(0, 8));
    byte[] bytes = data.consumeRemainingAsBytes();
    for (int i = 0; i < cuts.length; i++) {
      cuts[i] = Math.floorMod(cuts[i], bytes.length + 1);
    }
    Arrays.sort(cuts);

    int framed = framed(bytes);
    assertEquals(framed, framed(bytes, cuts));
    long before = allocated();
    int parsed = parsed(bytes);
    long taken = allocated() - before;
    if (taken > ALLOCATED_AT_ONCE + ALLOCATED_PER_BYTE * bytes.length) {
      before = allocated(); // the first time, the JVM also loaded classes
      parsed(bytes);
      taken = allocated() - before;
    }
    assertTrue(taken <= ALLOCATED_AT_ONCE + ALLOCATED_PER_BYTE * bytes.length, taken + " bytes");
    if (parsed >= 0) {
      assertEquals(parsed, framed);
    } else if (parsed == UNFINISHED) {
      assertTrue(framed < 0, "the parser waits for more");
    }
  }

  private static int framed(byte[] bytes, int... cuts) {
    ReplyFramer framer = new ReplyFramer();
    framer.begin();
    int at = 0;
    try {
      for (int i = 0; i <= cuts.length && !framer.atEnd(); i++) {
        int to = Math.max(at, i == cuts.length ? bytes.length : cuts[i]);
        int next = framer.feed(bytes, at, to);
        assertTrue(framer.atEnd() || next == to);
        assertTrue(framer.bodyLeft() >= 0);
        at = next;
      }
    } catch (ProtocolException e) {
      return REFUSED;
    }
    return framer.atEnd() ? at : UNFINISHED;
  }

  private static int parsed(byte[] bytes) throws IOException {
    ByteArrayInputStream in = new ByteArrayInputStream(bytes);
    try {
      new ReplyParser(in).parse();
      return bytes.length - in.available();
    } catch (ProtocolException e) {
      return REFUSED;
    } catch (EOFException e) {
      return UNFINISHED;
    }
  }

  private static long allocated() {
    return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
        .getCurrentThreadAllocatedBytes();
  }
}
