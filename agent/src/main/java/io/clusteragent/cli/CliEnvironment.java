package io.clusteragent.cli;

import java.io.Console;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.Map;

/** Gives a tool its streams, environment variables and terminal. */
public class CliEnvironment {
  private final InputStream in;
  private final PrintStream out;
  private final PrintStream err;
  private final Map<String, String> variables;

  public CliEnvironment(
      InputStream in, PrintStream out, PrintStream err, Map<String, String> environment) {
    this.in = in;
    this.out = out;
    this.err = err;
    this.variables = environment;
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

  /** The value of an environment variable; {@code null} when it is not set. */
  String variable(String name) {
    return variables.get(name);
  }

  /** Reads a password from the terminal, without echo; {@code null} when there is no terminal. */
  @SuppressWarnings("SystemConsoleNull") // without a terminal JDK 22 and newer read standard input
  char[] prompt(String question) {
    Console console = System.console();
    return console == null ? null : console.readPassword("%s", question);
  }
}
