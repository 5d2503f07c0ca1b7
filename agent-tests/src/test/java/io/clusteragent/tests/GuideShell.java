package io.clusteragent.tests;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs all commands of a guide in one shell, which keeps directories, variables and background jobs between them. */
final class GuideShell implements AutoCloseable {
  private static final String END = "-- the command has ended: ";
  private static final int LONGEST_COMMAND_SECONDS = 60;

  private final Process process;
  private final Writer input;
  private final BufferedReader output;
  private final Path errors;

  /** The output of a command, and its exit code. */
  record Outcome(String output, int exitCode) {}

  /**
   * @param directory the directory in which the shell starts
   * @param work a directory for the files that the shell and its commands write
   */
  GuideShell(Path directory, Path work) throws IOException {
    errors = work.resolve("shell.err");
    ProcessBuilder builder = new ProcessBuilder("bash", "--norc", "--noprofile")
        .directory(directory.toFile())
        .redirectError(errors.toFile());
    builder.environment().put("TMPDIR", work.toString());
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    // The Java that builds, as for the guide's reader, because older ones do not run a source file.
    String java = Path.of(System.getProperty("java.home"), "bin").toString();
    builder.environment().merge("PATH", java, (old, bin) -> bin + ":" + old);
    process = builder.start();
    input = process.outputWriter(StandardCharsets.UTF_8);
    output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  Outcome run(String command) {
    try {
      input.write("{ " + command + "\n} < /dev/null; echo \"" + END + "$?\"\n");
      input.flush();
      return CompletableFuture.supplyAsync(this::answer)
          .get(LONGEST_COMMAND_SECONDS, TimeUnit.SECONDS);
    } catch (IOException | ExecutionException | TimeoutException e) {
      throw new IllegalStateException(command + "\n" + errors(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(command, e);
    }
  }

  private Outcome answer() {
    StringBuilder lines = new StringBuilder();
    try {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        if (line.startsWith(END)) {
          return new Outcome(lines.toString(), Integer.parseInt(line.substring(END.length())));
        }
        lines.append(line).append('\n');
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    throw new IllegalStateException("the shell has ended");
  }

  /** The output on stderr so far. */
  String errors() {
    try {
      return Files.readString(errors);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends the shell and its background jobs. */
  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
  }
}
