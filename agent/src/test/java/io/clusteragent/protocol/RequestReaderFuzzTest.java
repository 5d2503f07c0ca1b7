package io.clusteragent.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;

class RequestReaderFuzzTest {

  /** Whatever an application writes, and wherever it is cut, both ways read the same commands, up to the same byte. */
  @FuzzTest
  void bothWaysReadTheSameCommands(FuzzedDataProvider data) throws ProtocolException {
    boolean stopAtArgument = data.consumeBoolean();
    int[] cuts = data.consumeInts(data.consumeInt(0, 8));
    byte[] bytes = data.consumeRemainingAsBytes();
    for (int i = 0; i < cuts.length; i++) {
      cuts[i] = Math.floorMod(cuts[i], bytes.length + 1);
    }
    Arrays.sort(cuts);
    for (int from = 0; from < bytes.length; ) {
      int next = readBothWays(bytes, from, cuts, stopAtArgument);
      if (next < 0) {
        return;
      }
      assertTrue(next > from);
      from = next;
    }
  }

  /** Returns where the command ends; -1 when it has no end, or is not a command. */
  private static int readBothWays(byte[] bytes, int from, int[] cuts, boolean stopAtArgument) {
    Request request = new Request();
    int end;
    try {
      end = RequestReader.whole(bytes, from, bytes.length, request);
    } catch (ProtocolException e) {
      end = -2;
    }
    Request fed = new Request();
    int fedEnd;
    try {
      fedEnd = feed(bytes, from, cuts, stopAtArgument, fed);
    } catch (ProtocolException e) {
      fedEnd = -2;
    }
    if (end < 0) {
      assertTrue(fedEnd < 0, "read by feed alone");
      return -1;
    }
    assertEquals(end, fedEnd);
    assertNotEquals(0, request.count());
    assertEquals(request.count(), request.available());
    assertEquals(Commands.text(request), Commands.text(fed));
    return end;
  }

  private static int feed(
      byte[] bytes, int from, int[] cuts, boolean stopAtArgument, Request request)
      throws ProtocolException {
    RequestReader reader = new RequestReader();
    reader.begin();
    int at = from;
    for (int i = 0; i <= cuts.length; i++) {
      int to = Math.max(at, i == cuts.length ? bytes.length : cuts[i]);
      while (at < to && !reader.atEnd()) {
        int next = reader.feed(bytes, at, to, request, stopAtArgument);
        assertTrue(next > at && next <= to);
        assertTrue(reader.bodyLeft() >= 0);
        at = next;
      }
    }
    request.bytes(Arrays.copyOfRange(bytes, from, bytes.length));
    return reader.atEnd() ? at : -1;
  }
}
