package io.clusteragent.command;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The attributes of commands as they are written in the agent's resources. */
final class Attributes {
  private final Map<String, List<String>> values = new HashMap<>();

  Attributes() {
    read(CommandResource.COMMANDS);
    read(CommandResource.EXCEPTIONS);
  }

  /** As {@link CommandDefinition#apply}: what a line says replaces what was said before, what it does not say stays. */
  private void read(String resource) {
    for (String line : CommandResource.lines(resource)) {
      Map<String, List<String>> said = new HashMap<>();
      String name = CommandDefinition.nameOf(line);
      for (String attribute : line.substring(name.length()).split(" ")) {
        int equals = attribute.indexOf('=');
        if (equals > 0) {
          String key = name + " " + attribute.substring(0, equals);
          said.computeIfAbsent(key, k -> new ArrayList<>()).add(attribute.substring(equals + 1));
        }
      }
      values.putAll(said);
    }
  }

  /** The values of an attribute; empty when nothing is said. */
  List<String> of(Command command, String attribute) {
    return values.getOrDefault(command.name() + " " + attribute, Collections.emptyList());
  }
}
