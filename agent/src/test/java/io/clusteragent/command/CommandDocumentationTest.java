package io.clusteragent.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class CommandDocumentationTest {
  private static final Path FILE = Paths.get("docs", "commands.md");
  private static final List<Command> BUILT_IN = CommandTable.builtIn().commands();

  @Test
  void ofEveryCommandItWasDecidedWhatBecomesOfIt() {
    assertEquals(Collections.emptyList(), new CommandDocumentation(BUILT_IN).unclassified());
  }

  @Test
  void aNewCommandWithoutAKeyIsUnclassified() {
    assertUnclassified("BROADCAST");
  }

  @Test
  void aNewWayToMergeIsUnclassified() {
    assertUnclassified("BROADCAST request=all_shards response=special");
    assertUnclassified("BROADCAST request=all_shards response=agg_logical_or");
    assertUnclassified("BROADCAST request=multi_shard response=special keys=index:1,range:-1:1:0");
  }

  @Test
  void aNewWayToSendIsUnclassified() {
    assertUnclassified("BROADCAST request=special");
    assertUnclassified("BROADCAST request=all_nodes keys=index:1,range:0:1:0");
  }

  @Test
  void theFileIsUpToDate() throws IOException {
    String written = new String(Files.readAllBytes(FILE), StandardCharsets.UTF_8);
    assertEquals(
        new CommandDocumentation(BUILT_IN).text(),
        written,
        "write it anew: run CommandDocumentation");
  }

  @Test
  void everyCommandHasItsRow() {
    String text = new CommandDocumentation(BUILT_IN).text();
    for (Command command : BUILT_IN) {
      assertTrue(text.contains("\n| `" + command.name().replace('|', ' ') + "` |"), command.name());
    }
  }

  private static void assertUnclassified(String line) {
    List<Command> commands = new ArrayList<>(BUILT_IN);
    commands.add(new Command(new CommandDefinition("BROADCAST").apply(line)));
    assertEquals(Arrays.asList("BROADCAST"), new CommandDocumentation(commands).unclassified());
  }
}
