package io.clusteragent.cli;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** Holds the name, operands and options of a tool. Immutable. */
final class ToolUsage {
  private final String name;
  private final String operands;
  private final List<Flag> flags;

  ToolUsage(String name, String operands, Flag... flags) {
    this.name = name;
    this.operands = operands;
    this.flags = Collections.unmodifiableList(Arrays.asList(flags));
  }

  String name() {
    return name;
  }

  /** The operands as the help shows them, such as {@code HOST:PORT KEY...}. */
  String operands() {
    return operands;
  }

  List<Flag> flags() {
    return flags;
  }
}
