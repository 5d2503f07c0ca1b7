package io.clusteragent.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.clusteragent.protocol.Request;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

class CommandFuzzTest {
  private static final CommandTable TABLE = CommandTable.builtIn();

  /**
   * Whatever an application sends (one word a line here), the table finds the command, and its keys are arguments of
   * the request. What the first words decide stays true when the others arrive.
   */
  @FuzzTest
  void keysAreArgumentsThatAreThere(byte[] bytes) {
    List<String> words =
        Arrays.asList(new String(bytes, StandardCharsets.US_ASCII).split("\n", -1));
    Request whole = Requests.partial(words, words.size());
    Command command = TABLE.find(whole);
    assertNotNull(command);
    int key = command.firstKey(whole);
    assertTrue(key == Command.NO_KEY || key > 0 && key < words.size(), () -> "key " + key);
    KeyPositions keys = new KeyPositions();
    command.keys(whole, keys);
    assertEquals(key, keys.size() == 0 ? Command.NO_KEY : keys.get(0));
    for (int i = 0; i < keys.size(); i++) {
      assertTrue(keys.get(i) > 0 && keys.get(i) < words.size(), keys::toString);
    }
    command.repeatable(whole);
    for (int available = 1; available < Math.min(words.size(), 16); available++) {
      Request part = Requests.partial(words, available);
      Command early = TABLE.find(part);
      if (early != null) {
        assertSame(command, early);
        int known = early.firstKey(part);
        assertTrue(known == Command.NEED_MORE || known == key && known < available);
        assertTrue(!early.repeatable(part) || command.repeatable(whole));
      }
    }
  }
}
