package io.clusteragent.demo;

import java.util.HashMap;
import java.util.Map;

/** Parses a line of the service's load mode, such as {@code tick ops=5210 errors=0}. */
final class Figures {
  private final Map<String, Long> values = new HashMap<>();

  private Figures() {}

  /** Parses a line whose first word is {@code word}; null for any other line. */
  static Figures of(String word, String line) {
    if (!line.startsWith(word + " ")) {
      return null;
    }
    Figures figures = new Figures();
    for (String field : line.substring(word.length() + 1).split(" ")) {
      int equals = field.indexOf('=');
      figures.values.put(field.substring(0, equals), Long.valueOf(field.substring(equals + 1)));
    }
    return figures;
  }

  long get(String name) {
    Long value = values.get(name);
    if (value == null) {
      throw new IllegalStateException("the service told no " + name + ", only " + values.keySet());
    }
    return value;
  }
}
