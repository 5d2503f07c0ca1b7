package io.clusteragent.tests.faults;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntPredicate;

/** Parses what the program under load reports when it has stopped: one round of all its threads. */
final class LoadReport {
  private final List<WriteHistory> histories = new ArrayList<>();
  private final List<Gap> gaps = new ArrayList<>();
  private final Map<String, Integer> errors = new TreeMap<>();
  private final Map<String, String> messages = new TreeMap<>();
  private final Map<String, List<WrongRead>> wrongReads = new HashMap<>();
  private final Map<Integer, Long> probes = new HashMap<>();
  private final Map<String, List<String>> taken = new HashMap<>();
  private final List<String> tornReads = new ArrayList<>();
  private final List<String> hangs = new ArrayList<>();
  private long operations;
  private int unknown;
  private long longestMillis;

  LoadReport(List<String> lines) {
    for (String line : lines) {
      String[] words = line.split(" ", 7);
      switch (words[0]) {
        case "history" -> histories.add(WriteHistory.parse(line));
        case "gap" -> gaps.add(Gap.parse(line));
        case "wrong" ->
          wrongReads.computeIfAbsent(words[1], key -> new ArrayList<>()).add(WrongRead.parse(line));
        case "taken" -> {
          String[] values = line.split(" ");
          taken.put(values[1], List.of(values).subList(2, values.length));
        }
        case "probe" -> probes.put(Integer.parseInt(words[1]), Long.parseLong(words[2]));
        case "torn" -> tornReads.add(line);
        case "hangs" -> hangs.add(line);
        case "thread" -> {
          operations += Long.parseLong(words[3]);
          longestMillis = Math.max(longestMillis, Long.parseLong(words[4]));
        }
        case "error" -> {
          addError(words[3], words[4], Integer.parseInt(words[5]));
          messages.putIfAbsent(words[4], words[6]);
        }
        default -> throw new IllegalArgumentException("the load told: " + line);
      }
    }
  }

  private void addError(String outcome, String what, int count) {
    errors.merge(what + " (" + outcome + ")", count, Integer::sum);
    if (outcome.equals("UNKNOWN")) {
      unknown += count;
    }
  }

  List<WriteHistory> histories() {
    return histories;
  }

  /** The number of operations that succeeded. */
  long operations() {
    return operations;
  }

  /** The number of errors of each kind: class, first word of the message, outcome. */
  Map<String, Integer> errors() {
    return errors;
  }

  /** One whole message for each class and first word. */
  Map<String, String> messages() {
    return messages;
  }

  int errorCount() {
    return errors.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** The number of errors after which it is unknown whether the operation was executed. */
  int unknownCount() {
    return unknown;
  }

  long longestOperationMillis() {
    return longestMillis;
  }

  List<WrongRead> wrongReads(String key) {
    return wrongReads.getOrDefault(key, List.of());
  }

  /** The values that were popped from a queue, in order; {@code ?} for each pop with an unknown outcome. */
  List<String> taken(String key) {
    return taken.getOrDefault(key, List.of());
  }

  List<String> tornReads() {
    return tornReads;
  }

  /** The threads that did not end, each with its top stack frame. */
  List<String> hangs() {
    return hangs;
  }

  /** The longest time without a success of any thread whose keys are all in one of these shards; 0 if short. */
  long longestStallMillis(IntPredicate shards) {
    return gaps.stream()
        .filter(gap -> gap.shard() >= 0 && shards.test(gap.shard()))
        .mapToLong(Gap::millis)
        .max()
        .orElse(0);
  }

  /** The longest time in which the servers of these shards sent no reply to the pings, which use no client. */
  long longestSilenceMillis(IntPredicate shards) {
    return probes.entrySet().stream()
        .filter(probe -> shards.test(probe.getKey()))
        .mapToLong(Map.Entry::getValue)
        .max()
        .orElse(0);
  }

  /** The time from a moment until all threads of a shard had a success again; 0 if no thread was stalled. */
  long stallAfter(long moment, int shard) {
    return gaps.stream()
        .filter(gap -> gap.shard() == shard && gap.from() <= moment && gap.until() >= moment)
        .mapToLong(gap -> gap.until() - moment)
        .max()
        .orElse(0);
  }
}
