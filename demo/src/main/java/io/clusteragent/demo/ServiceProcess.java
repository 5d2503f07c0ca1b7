package io.clusteragent.demo;

import io.clusteragent.demo.cluster.RedisCluster;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Runs the legacy service in a JVM of its own. */
final class ServiceProcess implements AutoCloseable {
  private final Process process;
  private final Thread reader;

  private ServiceProcess(Process process, Consumer<String> lines) {
    this.process = process;
    this.reader = new Thread(() -> read(lines), "service output");
    reader.start();
  }

  /**
   * Starts the unchanged jar of the service.
   *
   * @param agent the agent's jar, null for a run without it
   * @param lines receives the lines of stdout and stderr, in a thread of its own
   * @param arguments the arguments after host and port
   */
  static ServiceProcess start(
      Path service, Path agent, RedisCluster cluster, Consumer<String> lines, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    if (agent != null) {
      command.add("-javaagent:" + agent);
    }
    String[] entry = cluster.entry().split(":");
    command.addAll(List.of("-jar", service.toString(), entry[0], entry[1]));
    command.addAll(List.of(arguments));
    try {
      return new ServiceProcess(
          new ProcessBuilder(command).redirectErrorStream(true).start(), lines);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + service, e);
    }
  }

  private void read(Consumer<String> lines) {
    try (BufferedReader output = new BufferedReader(
        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        lines.accept(line);
      }
    } catch (IOException e) {
      lines.accept("the output of the service broke off: " + e);
    }
  }

  /** Stops the load mode. */
  void stop() {
    try (Writer input = process.outputWriter(StandardCharsets.UTF_8)) {
      input.write("stop\n");
    } catch (IOException endedAlready) {
      // The process has ended; its exit code shows why.
    }
  }

  /**
   * Waits for the end of the process, and until all output was passed on.
   *
   * @throws IllegalStateException if the service still runs after that time
   */
  int exitCode(int withinSeconds) throws InterruptedException {
    if (!process.waitFor(withinSeconds, TimeUnit.SECONDS)) {
      throw new IllegalStateException("the service did not end within " + withinSeconds + " s");
    }
    reader.join();
    return process.exitValue();
  }

  /** Kills the service if it still runs. */
  @Override
  public void close() {
    process.destroyForcibly();
  }
}
