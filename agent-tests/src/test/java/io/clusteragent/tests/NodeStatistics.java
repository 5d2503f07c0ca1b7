package io.clusteragent.tests;

import io.clusteragent.demo.cluster.RedisNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the counts of a server since its counters were reset. */
final class NodeStatistics {
  private static final Pattern CALLS = Pattern.compile("cmdstat_([^:]+):calls=(\\d+)");
  private static final Pattern ERRORS = Pattern.compile("errorstat_([^:]+):count=(\\d+)");

  private NodeStatistics() {}

  static void reset(List<RedisNode> nodes) {
    nodes.forEach(node -> node.ask("CONFIG", "RESETSTAT"));
  }

  /** Calls by command name, in lower case. */
  static Map<String, Long> calls(RedisNode node) {
    return counts(CALLS, node, "commandstats");
  }

  /** The error replies with this code, summed over all nodes. */
  static long errors(List<RedisNode> nodes, String code) {
    return nodes.stream()
        .mapToLong(node -> counts(ERRORS, node, "errorstats").getOrDefault(code, 0L))
        .sum();
  }

  /** The open connections of clients, without the one that queries. */
  static int connections(RedisNode node) {
    return (int) ((String) node.ask("CLIENT", "LIST"))
            .lines()
            .filter(line -> line.startsWith("id="))
            .count()
        - 1;
  }

  private static Map<String, Long> counts(Pattern pattern, RedisNode node, String section) {
    Map<String, Long> counts = new TreeMap<>();
    Matcher matcher = pattern.matcher((String) node.ask("INFO", section));
    while (matcher.find()) {
      counts.put(matcher.group(1), Long.parseLong(matcher.group(2)));
    }
    return counts;
  }
}
