package io.clusteragent.tests;

import io.clusteragent.demo.cluster.RedisNode;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs one call of the packaged jar's command line. */
final class ToolRun {
  private static final int LONGEST_RUN_SECONDS = 60;

  private final List<String> words = new ArrayList<>();
  private final Path work;
  private String password;
  private byte[] stdin = new byte[0];

  /**
   * @param work a directory for the files that the call writes
   */
  ToolRun(Path work, String tool, RedisNode entry, String... more) {
    this.work = work;
    words.add(tool);
    words.add(entry.address());
    words.addAll(List.of(more));
  }

  /** Sets the environment variable that redis-cli reads, too. */
  ToolRun password(String password) {
    this.password = password;
    return this;
  }

  ToolRun stdin(byte[] stdin) {
    this.stdin = stdin;
    return this;
  }

  ForkedJvm.Outcome run() {
    List<String> command = new ArrayList<>(
        List.of(ForkedJvm.javaCommand(), "-jar", ForkedJvm.agentJar().toString()));
    command.addAll(words);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().remove("REDISCLI_AUTH");
    if (password != null) {
      builder.environment().put("REDISCLI_AUTH", password);
    }
    try {
      Path out = Files.createTempFile(work, "out", "");
      Path err = Files.createTempFile(work, "err", "");
      Process process =
          builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
      try (OutputStream in = process.getOutputStream()) {
        in.write(stdin);
      }
      if (!process.waitFor(LONGEST_RUN_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException("it does not end: " + words);
      }
      return new ForkedJvm.Outcome(process.exitValue(), text(out), text(err));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a tool ran", e);
    }
  }

  private static String text(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.UTF_8);
  }
}
