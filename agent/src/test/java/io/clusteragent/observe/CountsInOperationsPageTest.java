package io.clusteragent.observe;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clusteragent.metrics.Count;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Checks that {@code docs/operations.md} lists every count with its name and description. */
class CountsInOperationsPageTest {
  @ParameterizedTest
  @EnumSource
  void hasItsRow(Count count) throws IOException {
    String row = "| `" + count.inCamelCase() + "` | " + count.description() + " |";
    assertTrue(Files.readString(Path.of("docs/operations.md")).lines().anyMatch(row::equals), row);
  }
}
