package io.clusteragent.command;

import static io.clusteragent.command.Requests.find;
import static io.clusteragent.command.Requests.partial;
import static io.clusteragent.command.Requests.words;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandTableTest {
  private final CommandTable table = CommandTable.builtIn();

  @Test
  void everyCommandIsFoundByItsNameInAnyCase() {
    assertTrue(table.commands().size() > 400);
    for (Command command : table.commands()) {
      String upper = command.name().replace('|', ' ');
      String lower = upper.toLowerCase(Locale.ROOT);
      String mixed = upper.charAt(0) + lower.substring(1);
      for (String name : Arrays.asList(upper, lower, mixed)) {
        assertSame(command, find(name), name);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "NOSUCH",
        "GE",
        "GETT",
        "G\u0005T",
        "\"\"",
        "CLIENT|SETNAME",
        "CLIENT NOSUCH",
        "CLIENT \"\""
      })
  void whatIsNoCommandIsUnknown(String text) {
    assertTrue(find(text + " a").unknown());
  }

  @Test
  void anOverlongNameIsUnknown() {
    char[] name = new char[100_000];
    Arrays.fill(name, 'G');
    assertTrue(find(new String(name)).unknown());
    assertTrue(find("CLIENT " + new String(name)).unknown());
  }

  @Test
  void aContainerWaitsForItsSubCommand() {
    assertNull(table.find(partial(words("CLIENT SETNAME me"), 1)));
    assertEquals(
        "CLIENT|SETNAME", table.find(partial(words("CLIENT SETNAME me"), 2)).name());
  }

  @Test
  void aContainerWithoutSubCommandStandsForItself() {
    assertEquals("COMMAND", find("COMMAND").name());
    assertEquals("CLIENT", find("client").name());
  }

  @Test
  void aRequestWithoutItsNameIsNotFoundYet() {
    assertNull(table.find(partial(words("GET k"), 0)));
  }
}
