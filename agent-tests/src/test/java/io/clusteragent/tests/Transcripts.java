package io.clusteragent.tests;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Parses a program's output into one transcript per scenario, and the lines outside of them. */
public record Transcripts(Map<String, List<String>> byScenario, List<String> outside) {

  public static Transcripts in(String stdout) {
    Map<String, List<String>> scenarios = new LinkedHashMap<>();
    List<String> outside = new ArrayList<>();
    List<String> current = outside;
    for (String line : stdout.lines().toList()) {
      if (line.equals("== end")) {
        current = outside;
      } else if (line.startsWith("== ")) {
        current = new ArrayList<>();
        scenarios.put(line.substring(3), current);
      } else {
        current.add(line);
      }
    }
    return new Transcripts(scenarios, outside);
  }

  /** The first different line of each scenario that differs. */
  public List<String> differencesTo(Transcripts oracle) {
    return oracle.byScenario.keySet().stream()
        .filter(name -> !oracle.byScenario.get(name).equals(byScenario.get(name)))
        .map(name ->
            name + ": " + firstDifference(oracle.byScenario.get(name), byScenario.get(name)))
        .collect(Collectors.toList());
  }

  /** The scenarios that ended with an exception or did not end, each with its last line. */
  public List<String> failures() {
    return byScenario.entrySet().stream()
        .filter(scenario -> !scenario.getValue().isEmpty())
        .map(scenario -> scenario.getKey() + ": "
            + scenario.getValue().get(scenario.getValue().size() - 1))
        .filter(last -> last.contains(": threw ") || last.endsWith(": did not end"))
        .collect(Collectors.toList());
  }

  private static String firstDifference(List<String> expected, List<String> seen) {
    if (seen == null) {
      return "never ran";
    }
    for (int i = 0; i < Math.max(expected.size(), seen.size()); i++) {
      String wanted = i < expected.size() ? expected.get(i) : "(end)";
      String got = i < seen.size() ? seen.get(i) : "(end)";
      if (!wanted.equals(got)) {
        return "line " + (i + 1) + "\n    oracle: " + wanted + "\n    agent:  " + got;
      }
    }
    return "equal";
  }
}
