package io.clusteragent.session.recovery;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.clusteragent.command.CommandTable;
import io.clusteragent.protocol.ProtocolException;
import io.clusteragent.protocol.Request;
import io.clusteragent.protocol.RequestReader;
import io.clusteragent.session.Wire;
import java.util.List;

class BlockingTimeoutFuzzTest {
  private static final List<String> NAMES = List.of(
      "BLPOP", "BLMOVE", "BRPOPLPUSH", "BZPOPMAX", "BLMPOP", "BZMPOP", "XREAD", "XREADGROUP");

  /** Whatever the timeout argument contains: only this argument changes, into a wait that ends and is no longer than before. */
  @FuzzTest
  void onlyTheTimeoutChanges(FuzzedDataProvider data) throws ProtocolException {
    String name = NAMES.get(data.consumeInt(0, NAMES.size() - 1));
    long waited = data.consumeLong(0, Long.MAX_VALUE);
    String arguments = Wire.text(data.consumeRemainingAsBytes());
    Request before = read(Wire.command(arguments.isEmpty() ? name : name + ' ' + arguments));
    byte[] reduced = BlockingTimeout.reduced(CommandTable.builtIn().get(name), before, waited);
    if (reduced == null) {
      return;
    }
    Request after = read(Wire.text(reduced));
    assertEquals(before.count(), after.count());
    int changed = 0;
    for (int i = 0; i < before.count(); i++) {
      String was = Wire.text(before.copy(i));
      String is = Wire.text(after.copy(i));
      if (!was.equals(is)) {
        changed++;
        double left = Double.parseDouble(is);
        assertTrue(left > 0, is);
        assertTrue(left <= Math.max(Double.parseDouble(was) + 0.001, 1), was + " became " + is);
      } else {
        assertArrayEquals(before.copy(i), after.copy(i));
      }
    }
    assertTrue(changed <= 1);
  }

  private static Request read(String wire) throws ProtocolException {
    Request request = new Request();
    byte[] longer = Wire.bytes(Wire.command("x ".repeat(200)));
    RequestReader.whole(longer, 0, longer.length, request); // the view was used before
    byte[] bytes = Wire.bytes(wire);
    assertEquals(bytes.length, RequestReader.whole(bytes, 0, bytes.length, request));
    return request;
  }
}
