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

/** A JVM that takes orders as lines on its stdin and answers each on its stdout. Not thread-safe. */
public final class OrderedJvm implements AutoCloseable {
  private static final Duration LONGEST_ANSWER = Duration.ofMinutes(3);
  private static final long LONGEST_END_SECONDS = 5;

  private final String name;
  private final Process process;
  private final PrintStream orders;
  private final BufferedReader answers;

  private OrderedJvm(String name, Process process) {
    this.name = name;
    this.process = process;
    this.orders = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
    this.answers = process.inputReader(StandardCharsets.UTF_8);
  }

  /**
   * Starts it.
   *
   * @param name for exceptions
   * @param command with all its arguments
   * @param errors takes each line of its stderr, on a thread of its own
   */
  public static OrderedJvm start(String name, List<String> command, Consumer<String> errors) {
    try {
      Process process = new ProcessBuilder(command).start();
      new Thread(() -> passOn(process, errors), "stderr of " + name).start();
      return new OrderedJvm(name, process);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start the JVM of " + name, e);
    }
  }

  /** The java command that {@code -Dtest.java} names, by default the one that builds. */
  public static String javaCommand() {
    return ForkedJvm.javaCommand();
  }

  private static void passOn(Process process, Consumer<String> errors) {
    try (BufferedReader reader = process.errorReader(StandardCharsets.UTF_8)) {
      reader.lines().forEach(errors);
    } catch (IOException | UncheckedIOException closed) {
      // The JVM was ended while it had more to say.
    }
  }

  public long pid() {
    return process.pid();
  }

  /**
   * Gives an order and waits for the one line of the answer.
   *
   * @throws IllegalStateException when the JVM ends or hangs instead
   */
  public String order(String order) {
    orders.println(order);
    return await(order, this::readLine);
  }

  /** As {@link #order}, for an answer of several lines; the last one, {@code end}, is left out. */
  public List<String> orderLines(String order) {
    orders.println(order);
    return await(order, () -> {
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

  private <T> T await(String order, Supplier<T> reading) {
    try {
      T answer =
          CompletableFuture.supplyAsync(reading).get(LONGEST_ANSWER.toSeconds(), TimeUnit.SECONDS);
      if (answer == null) {
        throw new IllegalStateException(name + " ended at \"" + order + "\"");
      }
      return answer;
    } catch (TimeoutException e) {
      throw new IllegalStateException(name + " hangs: no answer to \"" + order + "\"", e);
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

  /** Ends its stdin, and the JVM itself if it does not end then. */
  @Override
  public void close() {
    orders.close();
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
