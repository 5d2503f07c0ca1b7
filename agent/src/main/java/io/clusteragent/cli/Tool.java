package io.clusteragent.cli;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** One command of the command line. Immutable. */
public abstract class Tool {
  private final String name;
  private final String operands;
  private final String summary;
  private final List<Flag> flags;

  protected Tool(String name, String operands, String summary, Flag... flags) {
    this.name = name;
    this.operands = operands;
    this.summary = summary;
    this.flags = Collections.unmodifiableList(Arrays.asList(flags));
  }

  final String name() {
    return name;
  }

  /** What stands behind the name, as in {@code HOST:PORT KEY...}. */
  final String operands() {
    return operands;
  }

  /** What it does, in one line. */
  final String summary() {
    return summary;
  }

  /** The options that it takes. */
  final List<Flag> flags() {
    return flags;
  }

  /** What else there is to know, in lines of 100 characters at most; empty when there is nothing. */
  protected String details() {
    return "";
  }

  /** Does the work. */
  protected abstract ExitCode run(Invocation call) throws ToolException;
}
