package io.clusteragent.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

class OptionDocumentationTest {
  private static final Path FILE = Path.of("docs/options.md");

  @Test
  void theFileIsUpToDate() throws IOException {
    assertEquals(
        OptionDocumentation.text(),
        Files.readString(FILE),
        "generate it again: run OptionDocumentation");
  }

  @Test
  void everyOptionIsInOneGroup() {
    assertEquals(sorted(Options.all()), sorted(OptionDocumentation.grouped()));
  }

  private static List<String> sorted(List<Option<?>> options) {
    return options.stream().map(Option::key).sorted(Comparator.naturalOrder()).toList();
  }
}
