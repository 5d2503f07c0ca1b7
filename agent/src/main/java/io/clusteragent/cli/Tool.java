package io.clusteragent.cli;

import java.util.List;

/** One command of the command line. Immutable. */
public abstract class Tool {
  private final ToolUsage usage;
  private final String summary;

  protected Tool(String name, String operands, String summary, Flag... flags) {
    this.usage = new ToolUsage(name, operands, flags);
    this.summary = summary;
  }

  final ToolUsage usage() {
    return usage;
  }

  final String name() {
    return usage.name();
  }

  /** What stands behind the name, as in {@code HOST:PORT KEY...}. */
  final String operands() {
    return usage.operands();
  }

  /** What it does, in one line. */
  final String summary() {
    return summary;
  }

  /** The options that it takes. */
  final List<Flag> flags() {
    return usage.flags();
  }

  /** What else there is to know, in lines of 100 characters at most; empty when there is nothing. */
  protected String details() {
    return "";
  }

  /** Does the work. */
  protected abstract ExitCode run(Invocation call) throws ToolException;
}
