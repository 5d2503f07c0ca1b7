package io.clusteragent.tests.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** Binds processes to the first core, with util-linux's {@code taskset}. */
final class OneCore {
  private static final String CORE = "0";

  private OneCore() {}

  /** The prefix of a command that runs on the first core. */
  static List<String> prefix() {
    return List.of("taskset", "-c", CORE);
  }

  /** Binds all threads of a running process. */
  static void bind(long pid) {
    String[] command = {"taskset", "-a", "-c", "-p", CORE, Long.toString(pid)};
    try {
      Process process = new ProcessBuilder(command)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start();
      if (process.waitFor() != 0) {
        throw new IllegalStateException("cannot bind process " + pid + " to core " + CORE);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("a workload on one core needs taskset", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while binding process " + pid, e);
    }
  }
}
