package io.clusteragent.cli;

import java.io.Console;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.Map;

/** What a call has around it: streams, environment, and a person at a terminal or none. */
public class CliEnvironment {
  private final InputStream in;
  private final PrintStream out;
  private final PrintStream err;
  private final Map<String, String> environment;

  public CliEnvironment(
      InputStream in, PrintStream out, PrintStream err, Map<String, String> environment) {
    this.in = in;
    this.out = out;
    this.err = err;
    this.environment = environment;
  }

  InputStream in() {
    return in;
  }

  PrintStream out() {
    return out;
  }

  PrintStream err() {
    return err;
  }

  /** {@code null} when it is not set. */
  String variable(String name) {
    return environment.get(name);
  }

  /** Asks the person at the terminal, without an echo; {@code null} when there is none. */
  @SuppressWarnings("SystemConsoleNull") // without a terminal JDK 22 and newer read standard input
  char[] prompt(String question) {
    Console console = System.console();
    return console == null ? null : console.readPassword("%s", question);
  }
}
