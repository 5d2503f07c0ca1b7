package io.clusteragent.cli;

/** How a call ends. */
public enum ExitCode {
  OK(0, "all is well"),
  TROUBLE(1, "the tool has done its work, and found a problem"),
  USAGE(2, "the call is wrong"),
  NO_ANSWER(
      3,
      "the address does not answer, refuses the password, or is not that of a cluster node; no such process, or no agent in it");

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

  static ExitCode trouble(boolean trouble) {
    return trouble ? TROUBLE : OK;
  }
}
