package io.clusteragent.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads a table of facts about commands, with the columns command, since, flags, tips, key specifications. Tabs separate them; a
 * line that begins with {@code #} is a remark.
 */
final class CommandFacts {
  private static final int FLAGS = 2;
  private static final int TIPS = 3;
  private static final int KEYS = 4;
  private static final List<String> FLAGS_USED = Arrays.asList("write", "readonly", "blocking");
  private static final List<String> REMARKS_USED =
      Arrays.asList("not_key", "incomplete", "variable_flags");

  private CommandFacts() {}

  /** The lines for {@link CommandDefinition}. */
  static List<String> lines(Path file) throws IOException {
    Map<String, String[]> rows = new LinkedHashMap<>();
    Set<String> containers = new LinkedHashSet<>();
    for (String row : Files.readAllLines(file)) {
      if (!row.startsWith("#")) {
        String[] columns = row.split("\t", -1);
        rows.put(columns[0], columns);
        int bar = columns[0].indexOf('|');
        if (bar > 0) {
          containers.add(columns[0].substring(0, bar));
        }
      }
    }
    List<String> lines = new ArrayList<>();
    for (Map.Entry<String, String[]> row : rows.entrySet()) {
      lines.add(line(row.getKey(), row.getValue(), containers.contains(row.getKey())));
    }
    return lines;
  }

  private static String line(String name, String[] columns, boolean container) {
    StringBuilder line = new StringBuilder(name);
    if (container) {
      line.append(" container");
    }
    List<String> flags = Arrays.asList(columns[FLAGS].split(","));
    for (String used : FLAGS_USED) {
      if (flags.contains(used)) {
        line.append(' ').append(used);
      }
    }
    if (flags.contains("module")) {
      line.append(" code");
    }
    for (String tip : columns[TIPS].split(",")) {
      if (tip.startsWith("request_policy:") || tip.startsWith("response_policy:")) {
        line.append(' ').append(tip.replace("_policy:", "="));
      }
    }
    for (String keys : columns[KEYS].split(" ")) {
      if (!keys.isEmpty() && !keys.startsWith("unknown:")) {
        line.append(" keys=").append(specification(keys));
      }
    }
    return line.toString();
  }

  /** {@code begin,find[,remark+flag...]} without what the agent does not use. */
  private static String specification(String keys) {
    String[] parts = keys.split(",");
    StringBuilder text = new StringBuilder(parts[0]).append(',').append(parts[1]);
    for (String remark : (parts.length > 2 ? parts[2] : "").split("\\+")) {
      if (REMARKS_USED.contains(remark)) {
        text.append(',').append(remark);
      }
    }
    return text.toString();
  }
}
