package io.clusteragent.tests;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Starts a JVM that reads commands as lines from stdin and answers each on stdout. Not thread-safe. */
public final class ControlledJvm implements AutoCloseable {
  private static final Duration LONGEST_ANSWER = Duration.ofMinutes(3);
  private static final long LONGEST_END_SECONDS = 5;

  private final String name;
  private final Process process;
  private final PrintStream commands;
  private final BufferedReader answers;

  private ControlledJvm(String name, Process process) {
    this.name = name;
    this.process = process;
    this.commands = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
    this.answers = process.inputReader(StandardCharsets.UTF_8);
  }

  /**
   * Starts the JVM.
   *
   * @param name the name in exceptions
   * @param command the command line with all arguments
   * @param errors receives each line of stderr, in a thread of its own
   */
  public static ControlledJvm start(String name, List<String> command, Consumer<String> errors) {
    try {
      Process process = new ProcessBuilder(command).start();
      new Thread(() -> passOn(process, errors), "stderr of " + name).start();
      return new ControlledJvm(name, process);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start the JVM of " + name, e);
    }
  }

  /** The java command that {@code -Dtest.java} names; the default is the one that builds. */
  public static String javaCommand() {
    return ForkedJvm.javaCommand();
  }

  private static void passOn(Process process, Consumer<String> errors) {
    try (BufferedReader reader = process.errorReader(StandardCharsets.UTF_8)) {
      reader.lines().forEach(errors);
    } catch (IOException | UncheckedIOException closed) {
      // The JVM was ended while it was writing.
    }
  }

  public long pid() {
    return process.pid();
  }

  /**
   * Sends a command, and waits for the one line of the answer.
   *
   * @throws IllegalStateException when the JVM ends or hangs instead
   */
  public String send(String command) {
    commands.println(command);
    return await(command, this::readLine);
  }

  /** As {@link #send}, for an answer of several lines. The result does not contain the last line, {@code end}. */
  public List<String> sendForLines(String command) {
    commands.println(command);
    return await(command, () -> {
      List<String> lines = new ArrayList<>();
      for (String line = readLine(); line != null; line = readLine()) {
        if (line.equals("end")) {
          return lines;
        }
        lines.add(line);
      }
      return null;
    });
  }

  private <T> T await(String command, Supplier<T> reading) {
    try {
      T answer =
          CompletableFuture.supplyAsync(reading).get(LONGEST_ANSWER.toSeconds(), TimeUnit.SECONDS);
      if (answer == null) {
        throw new IllegalStateException(name + " ended at \"" + command + "\"");
      }
      return answer;
    } catch (TimeoutException e) {
      throw new IllegalStateException(name + " hangs: no answer to \"" + command + "\"", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(name + " cannot be read", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while " + name + " worked", e);
    }
  }

  private String readLine() {
    try {
      return answers.readLine();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Closes stdin, and kills the JVM if it does not end then. */
  @Override
  public void close() {
    commands.close();
    try {
      if (!process.waitFor(LONGEST_END_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
  }
}
