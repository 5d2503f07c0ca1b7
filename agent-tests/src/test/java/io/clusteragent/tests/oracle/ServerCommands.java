package io.clusteragent.tests.oracle;

import io.clusteragent.demo.cluster.RedisNode;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * The names of a live server's commands.
 *
 * @param names in upper case; since Redis 7.0 sub-commands as {@code CONTAINER|SUB}, without their container
 */
record ServerCommands(Set<String> names) {
  private static final int SUB_COMMANDS = 9;

  static ServerCommands of(RedisNode node) {
    Set<String> names = new TreeSet<>();
    collect((List<?>) node.ask("COMMAND"), names);
    return new ServerCommands(names);
  }

  private static void collect(List<?> commands, Set<String> names) {
    for (Object each : commands) {
      List<?> command = (List<?>) each;
      List<?> subCommands =
          command.size() > SUB_COMMANDS ? (List<?>) command.get(SUB_COMMANDS) : List.of();
      if (subCommands.isEmpty()) {
        names.add(((String) command.get(0)).toUpperCase(Locale.ROOT));
      } else {
        collect(subCommands, names);
      }
    }
  }
}
