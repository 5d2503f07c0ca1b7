package io.clusteragent.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class CommandResourceTest {

  @Test
  void noNameOccursTwice() {
    Set<String> names = new HashSet<>();
    for (String line : CommandResource.lines(CommandResource.COMMANDS)) {
      assertTrue(names.add(CommandDefinition.nameOf(line)), line);
    }
  }

  @Test
  void exceptionsCorrectCommandsThatExist() {
    Set<String> names = new HashSet<>();
    for (String line : CommandResource.lines(CommandResource.COMMANDS)) {
      names.add(CommandDefinition.nameOf(line));
    }
    Set<String> others = new TreeSet<>();
    for (String line : CommandResource.lines(CommandResource.EXCEPTIONS)) {
      others.add(CommandDefinition.nameOf(line));
    }
    others.removeAll(names);
    assertEquals(Collections.singleton("DEBUG|OBJECT"), others);
  }

  @Test
  void noExceptionSaysWhatHoldsWithoutIt() {
    for (String line : CommandResource.lines(CommandResource.EXCEPTIONS)) {
      for (String published : CommandResource.lines(CommandResource.COMMANDS)) {
        if (CommandDefinition.nameOf(published).equals(CommandDefinition.nameOf(line))) {
          for (String attribute : line.split(" ")) {
            boolean same =
                attribute.contains("=") && (" " + published + " ").contains(" " + attribute + " ");
            assertTrue(!same || attribute.startsWith("keys="), line);
          }
        }
      }
    }
  }

  @Test
  void everySubCommandHasItsContainer() {
    for (Command command : CommandTable.builtIn().commands()) {
      int end = command.name().indexOf('|');
      if (end > 0) {
        assertTrue(
            CommandTable.builtIn().get(command.name().substring(0, end)).container, command.name());
      }
    }
  }
}
