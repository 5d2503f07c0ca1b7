package io.clusteragent.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.clusteragent.protocol.ReplyParser;
import io.clusteragent.protocol.Request;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

class CommandOverlayFuzzTest {
  private static final CommandTable BUILT_IN = CommandTable.builtIn();
  private static final int LONGEST_REQUEST = 12;

  /**
   * Whatever a server replies to COMMAND, the table finds the commands that it learns. Their keys are arguments of the
   * request, and they hide no built-in command.
   */
  @FuzzTest
  @SuppressWarnings("unchecked") // a parsed reply is a list of objects whatever they are
  void whatIsLearnedCanBeUsed(byte[] bytes) {
    Object reply;
    try {
      reply = new ReplyParser(new ByteArrayInputStream(bytes)).parse();
    } catch (IOException e) {
      return;
    }
    if (!(reply instanceof List)) {
      return;
    }
    CommandTable table = BUILT_IN.overlaidWith((List<Object>) reply);
    int known = BUILT_IN.commands().size();
    assertEquals(BUILT_IN.commands(), table.commands().subList(0, known));
    for (Command command : table.commands().subList(known, table.commands().size())) {
      assertSame(command, table.get(command.name()));
      use(table, command);
    }
  }

  private static void use(CommandTable table, Command command) {
    List<String> words = new ArrayList<>(Arrays.asList(command.name().split("\\|", 2)));
    for (int size = words.size();
        size <= LONGEST_REQUEST;
        size++, words.add(String.valueOf(size))) {
      Request request = Requests.partial(words, size);
      Command found = table.find(request);
      // A container is found by its name alone. Its sub-commands have their own definitions.
      assertTrue(found == command || command.container && size > 1, command.name());
      int first = command.firstKey(request);
      assertTrue(first == Command.NO_KEY || first > 0 && first < size, () -> "key " + first);
      KeyPositions keys = new KeyPositions();
      command.keys(request, keys);
      for (int i = 0; i < keys.size(); i++) {
        assertTrue(keys.get(i) > 0 && keys.get(i) < size, keys::toString);
      }
      command.repeatable(request);
    }
  }
}
