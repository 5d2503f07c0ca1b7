package io.clusteragent.tests.oracle;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Reads the lines of {@code invocations.txt}, which describes its own syntax. */
final class Invocations {
  private Invocations() {}

  static Path file() {
    try {
      return Path.of(Invocations.class.getResource("invocations.txt").toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The first word of each command, alone and with its second word: {@code GET}, {@code CLIENT|ID}. */
  static Set<String> commands() {
    Set<String> names = new TreeSet<>();
    lines()
        .filter(line -> !line.startsWith("#") && !line.startsWith("!"))
        .flatMap(line -> Stream.of(line.split(" ; ")))
        .forEach(command -> {
          String[] words = command.replaceAll("^(@2 )?([~%^?] )?", "").split(" ");
          names.add(words[0]);
          if (words.length > 1) {
            names.add(words[0] + "|" + words[1].toUpperCase(Locale.ROOT));
          }
        });
    return names;
  }

  /** Whether a line gives the reason why this command, or its container, is not compared. */
  static boolean saysWhyNot(String command) {
    String container = command.split("\\|")[0];
    return lines()
        .anyMatch(line ->
            line.startsWith("! " + command + " ") || line.startsWith("! " + container + " "));
  }

  /** The replies that a program printed, by line. */
  static Map<String, List<String>> repliesIn(String stdout) {
    Map<String, List<String>> replies = new LinkedHashMap<>();
    List<String> current = new ArrayList<>();
    for (String line : stdout.lines().toList()) {
      if (line.startsWith("== ")) {
        current = new ArrayList<>();
        replies.put(line.substring(3), current);
      } else {
        current.add(line);
      }
    }
    return replies;
  }

  private static Stream<String> lines() {
    try {
      return Files.readAllLines(file()).stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
