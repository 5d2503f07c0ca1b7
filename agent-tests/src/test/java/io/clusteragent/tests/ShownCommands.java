package io.clusteragent.tests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads the commands in a document's code blocks: lines that begin with {@code $}, each followed by its output. */
final class ShownCommands {
  private static final String FENCE = "```";
  private static final String PROMPT = "$ ";

  private ShownCommands() {}

  /** A command with the output that follows it. */
  record Shown(String command, String output) {}

  static List<Shown> in(Path document) throws IOException {
    List<Shown> all = new ArrayList<>();
    boolean inBlock = false;
    String command = null;
    StringBuilder output = new StringBuilder();
    for (String line : Files.readAllLines(document)) {
      boolean ends = line.startsWith(FENCE) || line.startsWith(PROMPT);
      if (inBlock && ends && command != null) {
        all.add(new Shown(command, output.toString()));
        command = null;
      }
      if (line.startsWith(FENCE)) {
        inBlock = !inBlock;
      } else if (inBlock && line.startsWith(PROMPT)) {
        command = line.substring(PROMPT.length());
        output.setLength(0);
      } else if (inBlock && command != null) {
        output.append(line).append('\n');
      }
    }
    return all;
  }
}
