package io.clusteragent.tests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Reads what a program under test is expected to write.
 *
 * <p>A program that serves one test has its expected lines beside its source, in a file of the same name that ends in {@code
 * .expected}: who reads the program sees at once what must come of it.
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
