package io.clusteragent.config;

import io.clusteragent.hashtag.HashTagRules;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.List;

/**
 * An option that is a list of rules for hash tags, separated by commas, or {@code @FILE} with one rule a line.
 *
 * <p>In the file, empty lines and lines that begin with {@code #} do not count. The word {@code none} gives an empty list.
 */
final class HashTagList extends Option<List<String>> {

  HashTagList(String key, String description) {
    super(key, "rule,rule,... | @file", NONE, description);
  }

  @Override
  List<String> parse(String text) {
    List<String> rules = new ArrayList<String>();
    if (text.startsWith("@")) {
      addLines(text.substring(1), rules);
    } else if (!NONE.equals(text)) {
      for (String rule : text.split(",", -1)) {
        rules.add(rule.trim());
      }
    }
    try {
      HashTagRules.of(rules, "");
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("option " + key() + ": " + e.getMessage());
    }
    return rules;
  }

  private void addLines(String file, List<String> rules) {
    try {
      for (String line : Files.readAllLines(Paths.get(file), StandardCharsets.UTF_8)) {
        if (!line.trim().isEmpty() && !line.startsWith("#")) {
          rules.add(line.trim());
        }
      }
    } catch (IOException | InvalidPathException e) {
      throw new IllegalArgumentException(
          "option " + key() + ": the file " + file + " cannot be read: " + e);
    }
  }
}
