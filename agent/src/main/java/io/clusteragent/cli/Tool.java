package io.clusteragent.cli;

import java.util.List;

/** The base class of the commands of the command line. Immutable. */
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

  /** The operands as the help shows them, such as {@code HOST:PORT KEY...}. */
  final String operands() {
    return usage.operands();
  }

  /** What the tool does, in one line. */
  final String summary() {
    return summary;
  }

  final List<Flag> flags() {
    return usage.flags();
  }

  /** More about the tool, in lines of at most 100 characters; empty when there is nothing more. */
  protected String details() {
    return "";
  }

  protected abstract ExitCode run(Invocation call) throws ToolException;
}
