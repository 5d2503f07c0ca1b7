package io.clusteragent.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clusteragent.protocol.Request;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class PartialRequestPropertyTest {

  @Property(tries = 20_000)
  void theFirstKeyOfAPartIsThatOfTheWholeOrNotKnownYet(@ForAll("requests") List<String> words) {
    Request whole = Requests.partial(words, words.size());
    Command command = CommandTable.builtIn().find(whole);
    int key = command.firstKey(whole);
    assertTrue(key == Command.NO_KEY || key > 0 && key < words.size(), "of the whole: " + key);
    for (int available = 1; available < words.size(); available++) {
      Request part = Requests.partial(words, available);
      Command found = CommandTable.builtIn().find(part);
      if (found == null) {
        assertEquals(1, available);
        continue;
      }
      assertEquals(command, found);
      int early = found.firstKey(part);
      assertTrue(
          early == Command.NEED_MORE || early == key,
          available + " arguments: " + early + ", all: " + key);
      assertTrue(early < available);
    }
  }

  @Property
  void allKeysBeginWithTheFirst(@ForAll("requests") List<String> words) {
    Request whole = Requests.partial(words, words.size());
    Command command = CommandTable.builtIn().find(whole);
    KeyPositions keys = new KeyPositions();
    command.keys(whole, keys);
    assertEquals(command.firstKey(whole), keys.size() == 0 ? Command.NO_KEY : keys.get(0));
  }

  /** Any command, with arguments that are words of some commands. */
  @Provide
  Arbitrary<List<String>> requests() {
    List<List<String>> names = new ArrayList<>();
    for (Command command : CommandTable.builtIn().commands()) {
      names.add(Arrays.asList(command.name().split("\\|")));
    }
    Arbitrary<String> argument = Arbitraries.oneOf(
        Arbitraries.of(
            "STREAMS", "streams", "STORE", "KEYS", "GET", "", "0", "1", "2", "3", "-1", "999"),
        Arbitraries.strings().alpha().ofMaxLength(5));
    return Arbitraries.of(names).flatMap(name -> argument.list().ofMaxSize(10).map(arguments -> {
      List<String> words = new ArrayList<>(name);
      words.addAll(arguments);
      return words;
    }));
  }
}
