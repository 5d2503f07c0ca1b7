package io.clusteragent.cli;

/** A tool cannot do its work. The message is for the person who called it. */
final class ToolException extends Exception {
  private static final long serialVersionUID = 1L;

  private final ExitCode exitCode;

  private ToolException(ExitCode exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  /** The call was not written as the tool wants it. */
  static ToolException usage(String message) {
    return new ToolException(ExitCode.USAGE, message);
  }

  /** Nobody answered, or not as a cluster node does. */
  static ToolException noAnswer(String message) {
    return new ToolException(ExitCode.NO_ANSWER, message);
  }

  ExitCode exitCode() {
    return exitCode;
  }
}
