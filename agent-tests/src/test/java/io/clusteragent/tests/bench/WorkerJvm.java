package io.clusteragent.tests.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/** The JVM of one mode: takes orders on its stdin, answers each with a line on its stdout. */
final class WorkerJvm implements AutoCloseable {
  private static final long LONGEST_ANSWER_MINUTES = 3;
  private static final long LONGEST_END_SECONDS = 5;

  private final Mode mode;
  private final Servers servers;
  private final Process process;
  private final PrintStream orders;
  private final BufferedReader answers;

  private WorkerJvm(Mode mode, Servers servers, Process process) {
    this.mode = mode;
    this.servers = servers;
    this.process = process;
    this.orders = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
    this.answers = process.inputReader(StandardCharsets.UTF_8);
  }

  static WorkerJvm start(
      Mode mode, Load load, WorkerProgram program, Servers servers, List<String> jvmOptions) {
    List<String> command = new ArrayList<>(load.oneCore() ? OneCore.prefix() : List.of());
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvmOptions);
    if (mode.hasAgent()) {
      command.add("-javaagent:" + Path.of(System.getProperty("agent.jar")).normalize());
    }
    boolean routes = mode == Mode.FREE;
    String addresses = servers.of(mode).stream()
        .limit(routes ? Long.MAX_VALUE : 1)
        .map(node -> node.address())
        .collect(Collectors.joining(","));
    command.add("-Dservers=" + addresses);
    command.add(
        "-Dpool.of.key=" + (routes ? servers.mastersOfKeys(load.keys()) : "0".repeat(load.keys())));
    command.add("-Djediscluster=" + (mode == Mode.JEDISCLUSTER));
    command.add("-Dworkload=" + load.kind());
    command.add("-Dthreads=" + load.threads());
    command.add("-Dkeys=" + load.keys());
    command.add("-Dtag=" + (mode.keysOnOneMaster() ? servers.tagOfFirstMaster() : ""));
    command.add("-Dvalue.bytes=" + load.valueBytes());
    command.add("-Dcount=" + load.count());
    command.add("-Dscript=" + servers.script());
    command.add("-cp");
    command.add(program.classPath());
    command.add("bench.Worker");
    try {
      Process process = new ProcessBuilder(command).start();
      new Thread(() -> passOnErrors(mode, process), "stderr of " + mode).start();
      return new WorkerJvm(mode, servers, process);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start the JVM of " + mode, e);
    }
  }

  /** All but Jedis's SLF4J, which complains that it has nowhere to log. */
  private static void passOnErrors(Mode mode, Process process) {
    try (BufferedReader errors = process.errorReader(StandardCharsets.UTF_8)) {
      for (String line = errors.readLine(); line != null; line = errors.readLine()) {
        if (!line.startsWith("SLF4J:")) {
          System.err.println(mode + ": " + line);
        }
      }
    } catch (IOException closed) {
      // The JVM was ended while it had more to say.
    }
  }

  Mode mode() {
    return mode;
  }

  /** Writes the data; returns false when the mode cannot do the workload at all. */
  boolean fill() {
    String answer = order("fill");
    if (answer.startsWith("refused")) {
      System.err.println(mode + ": " + answer);
      return false;
    }
    return true;
  }

  void warmUp(int millis) {
    order("warm " + millis);
  }

  Sample measure(int millis) {
    long client = ProcessorTime.nanosOf(process.pid());
    long server = servers.cpuNanos(mode);
    String[] answer = order("measure " + millis).split(" ");
    return new Sample(
        Long.parseLong(answer[1]),
        Long.parseLong(answer[2]),
        Long.parseLong(answer[3]),
        ProcessorTime.nanosOf(process.pid()) - client,
        servers.cpuNanos(mode) - server);
  }

  /** Of all measured calls so far. */
  Latencies latencies() {
    String[] answer = order("latencies").split(" ");
    return new Latencies(
        Long.parseLong(answer[1]), Long.parseLong(answer[2]), Long.parseLong(answer[3]));
  }

  private String order(String order) {
    orders.println(order);
    String answer;
    try {
      answer = CompletableFuture.supplyAsync(this::readLine)
          .get(LONGEST_ANSWER_MINUTES, TimeUnit.MINUTES);
    } catch (TimeoutException e) {
      throw new IllegalStateException(mode + " hangs: no answer to \"" + order + "\"", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(mode + " cannot be read", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while " + mode + " worked", e);
    }
    if (answer == null || answer.startsWith("failed")) {
      throw new IllegalStateException(
          mode + " at \"" + order + "\": " + (answer == null ? "it ended" : answer));
    }
    return answer;
  }

  private String readLine() {
    try {
      return answers.readLine();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

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
