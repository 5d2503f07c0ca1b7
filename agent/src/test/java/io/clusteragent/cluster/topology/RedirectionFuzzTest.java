package io.clusteragent.cluster.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;

class RedirectionFuzzTest {

  /** Whatever an error line contains: a redirection names a slot and a node, and bytes outside the line have no effect. */
  @FuzzTest
  void aRedirectionNamesASlotAndANode(FuzzedDataProvider data) {
    int before = data.consumeInt(0, 8);
    int behind = data.consumeInt(0, 8);
    byte[] bytes = data.consumeRemainingAsBytes();
    int from = Math.min(before, bytes.length);
    int to = Math.max(from, bytes.length - behind);
    Redirection redirection = Redirection.of(bytes, from, to);

    byte[] line = Arrays.copyOfRange(bytes, from, to);
    Redirection alone = Redirection.of(line, 0, line.length);
    assertEquals(alone.kind(), redirection.kind());
    assertEquals(alone.slot(), redirection.slot());
    assertEquals(alone.target(), redirection.target());
    switch (redirection.kind()) {
      case MOVED, ASK -> {
        assertTrue(redirection.slot() >= 0 && redirection.slot() < HashSlot.COUNT);
        if (redirection.namesNode()) {
          TopologyFuzzTest.assertUsable(redirection.target());
        }
      }
      default -> {
        assertEquals(-1, redirection.slot());
        assertNull(redirection.target());
      }
    }
  }
}
