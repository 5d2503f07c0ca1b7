package io.clusteragent.command;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the attributes of commands as the agent's resources write them. */
final class Attributes {
  private final Map<String, List<String>> values = new HashMap<>();

  Attributes() {
    read(CommandResource.COMMANDS);
    read(CommandResource.EXCEPTIONS);
  }

  /** As {@link CommandDefinition#apply}: the attributes of a line replace the earlier ones; the others stay. */
  private void read(String resource) {
    for (String line : CommandResource.lines(resource)) {
      Map<String, List<String>> attributes = new HashMap<>();
      String name = CommandDefinition.nameOf(line);
      for (String attribute : line.substring(name.length()).split(" ")) {
        int equals = attribute.indexOf('=');
        if (equals > 0) {
          String key = name + " " + attribute.substring(0, equals);
          attributes
              .computeIfAbsent(key, k -> new ArrayList<>())
              .add(attribute.substring(equals + 1));
        }
      }
      values.putAll(attributes);
    }
  }

  /** The values of an attribute; empty when no line has it. */
  List<String> of(Command command, String attribute) {
    return values.getOrDefault(command.name() + " " + attribute, Collections.emptyList());
  }
}
