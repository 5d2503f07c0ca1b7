package io.clusteragent.tests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Reads the lines that a program under test is expected to write.
 *
 * <p>A program that serves one test has its expected lines beside its source, in a file of the same name that ends in {@code
 * .expected}. So a reader of the program sees the expected result at once.
 */
public final class ExpectedLines {
  private ExpectedLines() {}

  /**
   * The lines of a transcript.
   *
   * @param program its class name, with the package
   */
  public static List<String> of(String program) {
    Path file =
        Path.of(System.getProperty("scenarios.source"), program.replace('.', '/') + ".expected");
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
