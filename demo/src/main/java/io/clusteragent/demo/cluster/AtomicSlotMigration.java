package io.clusteragent.demo.cluster;

import java.util.ArrayList;
import java.util.List;

/**
 * Moves slots as a whole, with a short pause of writes: with CLUSTER MIGRATESLOTS of Valkey 9, sent to the source, or CLUSTER
 * MIGRATION IMPORT of Redis 8.4, sent to the target.
 */
final class AtomicSlotMigration {
  private AtomicSlotMigration() {}

  static boolean isPossibleOn(RedisNode node) {
    return knows(node, "MIGRATESLOTS") || knows(node, "MIGRATION");
  }

  private static boolean knows(RedisNode node, String subCommand) {
    List<?> info = (List<?>) node.ask("COMMAND", "INFO", "CLUSTER|" + subCommand);
    return info.size() == 1 && info.get(0) != null;
  }

  static void start(List<Integer> slots, RedisNode source, RedisNode target) {
    if (knows(source, "MIGRATESLOTS")) {
      List<String> command = new ArrayList<>(List.of("CLUSTER", "MIGRATESLOTS", "SLOTSRANGE"));
      command.addAll(ranges(slots));
      command.addAll(List.of("NODE", target.id()));
      source.ask(command.toArray(new String[0]));
    } else if (knows(target, "MIGRATION")) {
      List<String> command = new ArrayList<>(List.of("CLUSTER", "MIGRATION", "IMPORT"));
      command.addAll(ranges(slots));
      target.ask(command.toArray(new String[0]));
    } else {
      throw new IllegalStateException("these servers do not move slots atomically");
    }
  }

  private static List<String> ranges(List<Integer> slots) {
    List<String> ranges = new ArrayList<>();
    for (Integer slot : slots) {
      ranges.add(slot.toString());
      ranges.add(slot.toString());
    }
    return ranges;
  }
}
