package io.clusteragent.command;

import static io.clusteragent.command.Requests.find;
import static io.clusteragent.command.Requests.request;
import static io.clusteragent.command.Requests.words;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.clusteragent.protocol.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Checks the keys of each row of {@code requests.txt}. The names {@code k0} to {@code k9} are keys there. */
class CommandKeysTest {

  static List<String> requests() {
    return Requests.all();
  }

  @ParameterizedTest
  @MethodSource("requests")
  void keysAreFound(String text) {
    Request request = request(text);
    Command command = find(text);
    assertFalse(command.unknown());

    List<String> words = words(text);
    List<Integer> expected = new ArrayList<>();
    for (int i = 0; i < words.size(); i++) {
      if (words.get(i).matches("k\\d")) {
        expected.add(i);
      }
    }
    KeyPositions keys = new KeyPositions();
    command.keys(request, keys);
    assertEquals(expected.toString(), keys.toString());
    assertEquals(expected.isEmpty() ? Command.NO_KEY : expected.get(0), command.firstKey(request));
  }

  @Test
  void everyCommandHasARow() {
    Set<String> missing = new TreeSet<>();
    for (Command command : CommandTable.builtIn().commands()) {
      if (!command.container) {
        missing.add(command.name());
      }
    }
    for (String text : Requests.all()) {
      missing.remove(find(text).name());
    }
    assertEquals(new TreeSet<String>(), missing);
  }

  @ParameterizedTest
  @CsvSource({
    "GET",
    "MGET",
    "BLPOP k",
    "EVAL script",
    "EVAL script x k",
    "EVAL script -1 k",
    "EVAL script 99999999999 k",
    "EVAL script 1",
    "EVAL script 3 a b",
    "EVAL script 2147483647 a b",
    "XREAD COUNT 1",
    "XREAD STREAMS",
    "XREAD STREAMS s",
    "MIGRATE h 1 \"\" 0 1",
    "SUBSCRIBE a"
  })
  void aRequestThatMakesNoSenseHasNoKey(String text) {
    assertEquals(Command.NO_KEY, find(text).firstKey(request(text)));
    KeyPositions keys = new KeyPositions();
    find(text).keys(request(text), keys);
    assertEquals(0, keys.size());
  }

  @Test
  void keyPositionsGrowAndAreReused() {
    StringBuilder text = new StringBuilder("DEL");
    for (int i = 0; i < 100; i++) {
      text.append(" key").append(i);
    }
    KeyPositions keys = new KeyPositions();
    find("DEL a").keys(request(text.toString()), keys);
    assertEquals(100, keys.size());
    assertEquals(100, keys.get(99));
    keys.clear();
    find("GET a").keys(request("GET a"), keys);
    assertEquals("[1]", keys.toString());
  }

  @ParameterizedTest
  @CsvSource({"MGET,1", "DEL,1", "MSET,2", "GET,0", "EVAL,0", "PING,0", "LCS,0"})
  void keyStepTellsHowKeysFollowEachOther(String name, int step) {
    assertEquals(step, CommandTable.builtIn().get(name).keyStep());
  }
}
