package io.clusteragent.cli;

/** The exit codes of the command line. */
public enum ExitCode {
  OK(0, "no problem found"),
  PROBLEM_FOUND(1, "the tool ran, and found a problem"),
  USAGE(2, "the command line is wrong"),
  NO_ANSWER(
      3,
      "the address does not answer, refuses the password, or is not that of a cluster node; there is no such process, or no agent in it");

  private final int number;
  private final String meaning;

  ExitCode(int number, String meaning) {
    this.number = number;
    this.meaning = meaning;
  }

  public int number() {
    return number;
  }

  String meaning() {
    return meaning;
  }

  static ExitCode problemFoundIf(boolean problem) {
    return problem ? PROBLEM_FOUND : OK;
  }
}
