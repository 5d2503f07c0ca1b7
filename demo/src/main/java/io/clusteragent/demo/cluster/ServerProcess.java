package io.clusteragent.demo.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/**
 * A server's process, which can be restarted in one temporary directory of its own. The process ends and the directory is deleted
 * with this JVM at the latest.
 */
final class ServerProcess {
  private static final String CONFIG_FILE = "redis.conf";
  private static final String OUTPUT_FILE = "output.log";
  private static final int KILL_SECONDS = 10;
  private static final Set<ServerProcess> RUNNING = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(ServerProcess::stopAll, "stop-redis-nodes"));
  }

  private final Path binary;
  private final Path dir;
  private volatile String[] overrides = {};
  private volatile Process process;
  private volatile boolean paused;

  /**
   * Creates the directory, but does not start the process.
   *
   * @param name a part of the directory's name
   * @param config the lines of {@code redis.conf}
   */
  ServerProcess(ServerBinary binary, String name, List<String> config) throws IOException {
    this.binary = binary.path();
    this.dir = TempDirs.create(name);
    Files.write(dir.resolve(CONFIG_FILE), config);
  }

  /** Overrides lines of the configuration from the next start on: {@code --port 7000}. */
  void override(String... arguments) {
    overrides = arguments;
  }

  /** Starts the process; returns before the server answers. */
  void start() throws IOException {
    List<String> command = new ArrayList<>(List.of(binary.toString(), CONFIG_FILE));
    command.addAll(List.of(overrides));
    process = new ProcessBuilder(command)
        .directory(dir.toFile())
        .redirectErrorStream(true)
        .redirectOutput(
            ProcessBuilder.Redirect.appendTo(dir.resolve(OUTPUT_FILE).toFile()))
        .start();
    RUNNING.add(this);
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** The exit code of a process that is not alive any more. */
  int exitCode() {
    return process.exitValue();
  }

  /** Whether the process runs and is not paused. */
  boolean isUp() {
    return isAlive() && !paused;
  }

  /** SIGKILL; returns when the process is gone. */
  void kill() {
    process.destroyForcibly();
    try {
      if (!process.waitFor(KILL_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException("process " + pid() + " survived SIGKILL");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      paused = false;
      RUNNING.remove(this);
    }
  }

  /** SIGSTOP. */
  void pause() {
    signal("-STOP");
    paused = true;
  }

  /** SIGCONT. */
  void resume() {
    signal("-CONT");
    paused = false;
  }

  private void signal(String signal) {
    try {
      int exit = new ProcessBuilder("kill", signal, Long.toString(pid()))
          .inheritIO()
          .start()
          .waitFor();
      if (exit != 0) {
        throw new IllegalStateException("kill " + signal + " " + pid() + " failed");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Deletes a file of the server, which must not run. */
  void forget(String file) throws IOException {
    Files.deleteIfExists(dir.resolve(file));
  }

  /** Changes a text file of the server, which must not run. */
  void edit(String file, UnaryOperator<String> change) throws IOException {
    Path path = dir.resolve(file);
    Files.writeString(path, change.apply(Files.readString(path)));
  }

  /** The server's log so far, of all its starts. */
  String log() {
    StringBuilder text = new StringBuilder();
    try {
      for (String name : new String[] {NodeSettings.LOG_FILE, OUTPUT_FILE}) {
        Path file = dir.resolve(name);
        if (Files.exists(file)) {
          text.append(Files.readString(file));
        }
      }
    } catch (IOException e) {
      text.append(e);
    }
    return text.toString();
  }

  /** Kills the process if it was started, and deletes the directory; may be called twice. */
  void close() {
    if (process != null) {
      kill();
    }
    TempDirs.delete(dir);
  }

  private static void stopAll() {
    for (ServerProcess each : RUNNING) {
      each.process.destroyForcibly();
    }
    for (ServerProcess each : RUNNING) {
      each.close();
    }
    TempDirs.deleteAll();
  }
}
