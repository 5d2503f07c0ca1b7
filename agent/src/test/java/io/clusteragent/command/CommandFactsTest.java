package io.clusteragent.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Compares the table with what the documentation of Redis 8.10 says about its commands and those of its modules. */
class CommandFactsTest {
  /** The servers call their keys complete, the documentation does not: a key can have the name of the keyword before it. */
  private static final Set<String> CALLED_INCOMPLETE =
      new HashSet<>(Arrays.asList("GEORADIUS", "GEORADIUSBYMEMBER", "XREAD", "XREADGROUP"));

  @Test
  void everyDocumentedCommandHasItsKeysInTheTable() throws IOException, URISyntaxException {
    Map<String, String> table = new HashMap<>();
    for (String line : CommandResource.lines(CommandResource.COMMANDS)) {
      table.put(CommandDefinition.nameOf(line), keys(line));
    }
    List<String> documented = CommandFacts.lines(facts());
    Set<String> different = new TreeSet<>();
    for (String line : documented) {
      String name = CommandDefinition.nameOf(line);
      String keys =
          CALLED_INCOMPLETE.contains(name) ? keys(line).replace(",incomplete", "") : keys(line);
      if (!keys.equals(table.get(name))) {
        different.add(name + ": " + table.get(name) + " instead of " + keys);
      }
    }
    assertEquals(Collections.emptySet(), different);
    assertTrue(documented.size() > 590, documented::toString);
  }

  private static Path facts() throws URISyntaxException {
    return Paths.get(CommandFactsTest.class.getResource("redis-8.10.tsv").toURI());
  }

  private static String keys(String line) {
    return Arrays.stream(line.split(" "))
        .filter(word -> word.startsWith("keys="))
        .collect(Collectors.joining(" "));
  }
}
