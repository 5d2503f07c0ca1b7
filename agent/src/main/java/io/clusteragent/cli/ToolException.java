package io.clusteragent.cli;

/** Signals that a tool cannot do its work. The command line prints the message. */
final class ToolException extends Exception {
  private static final long serialVersionUID = 1L;

  private final ExitCode exitCode;

  private ToolException(ExitCode exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  /** The options or operands are wrong. */
  static ToolException usage(String message) {
    return new ToolException(ExitCode.USAGE, message);
  }

  /** No process or node answered, or what answered is no cluster node. */
  static ToolException noAnswer(String message) {
    return new ToolException(ExitCode.NO_ANSWER, message);
  }

  ExitCode exitCode() {
    return exitCode;
  }
}
