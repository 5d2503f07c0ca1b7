package io.clusteragent.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clusteragent.demo.cluster.Await;
import io.clusteragent.demo.cluster.RedisNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Audits the demo's service, which is ready for a cluster: its keys that belong together have a hash tag, and its scripts
 * declare their keys.
 */
class DemoAuditIT {
  private static final Path SERVICE = Path.of("../demo/target/legacy-service.jar");
  private static final String LAST = "\"LAST\"";

  /** A command as MONITOR shows it. A command that a script calls has {@code lua} in place of an address. */
  private static final Pattern COMMAND = Pattern.compile("\\+[0-9.]+ \\[\\d+ [0-9.]+:\\d+] .*");

  private RedisNode server;

  @TempDir
  private Path dir;

  @BeforeEach
  void start() {
    server = RedisNode.settings().start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void everyCommandIsCheckedOnceAndNothingIsReported() throws IOException {
    Path file = dir.resolve("audit.json");
    ForkedJvm.Outcome outcome;
    List<String> commands;
    try (Socket monitor = new Socket(server.host(), server.port())) {
      monitor.getOutputStream().write("MONITOR\r\n".getBytes(StandardCharsets.UTF_8));
      BufferedReader shown = new BufferedReader(
          new InputStreamReader(monitor.getInputStream(), StandardCharsets.UTF_8));
      assertEquals("+OK", shown.readLine());
      outcome = new ForkedJvm()
          .withAgent("mode=audit,auditNodes=5,auditReport=" + file)
          .run(List.of("-jar", SERVICE.toString(), server.host(), "" + server.port()));
      server.ask("ECHO", "LAST");
      commands = untilLast(shown);
    }

    assertEquals(0, outcome.exitCode(), outcome::stdout);
    assertEquals(
        List.of(
            "audit: the agent watches commands and does not change them; the report is " + file),
        outcome.otherErrorLines().stream()
            .map(line -> line.substring(line.indexOf(" - ") + 3))
            .toList());
    String report = Files.readString(file);
    assertTrue(report.contains("\"failing\": [],\n  \"changed\": [],"), report);
    assertEquals(
        List.of(commands.size(), 0, 0, 0, 0),
        List.of(
            number("works", report),
            number("changes", report),
            number("fails", report),
            number("notKnown", report),
            number("notSeen", report)));
    assertTrue(
        report.matches("(?s).*\"balance\": \\[\\d+, \\d+, \\d+, \\d+, \\d+]\\s+}\\s*"), report);
  }

  @Test
  void aRunningServiceIsAuditedAndThenDetached() throws Exception {
    Path file = dir.resolve("audit.json");
    Path log = dir.resolve("service.log");
    Process service = new ProcessBuilder(
            ForkedJvm.javaCommand(),
            "-jar",
            SERVICE.toString(),
            server.host(),
            "" + server.port(),
            "load",
            "60")
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start();
    try {
      assertEquals(
          "attached: new connections of Jedis are watched, open connections once they reconnect",
          outcome("attach", service, "mode=audit,auditReport=" + file));
      server.ask("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes"); // they reconnect
      Await.until("a connection to be watched", Duration.ofSeconds(30), () -> {
        String written = read(log);
        return written.contains("audit: the agent watches commands") ? null : written;
      });
      assertEquals(
          "detached: new connections of Jedis are plain, open connections stay watched until they reconnect",
          outcome("detach", service));
      assertEquals(
          "attached again: new connections of Jedis are watched; options stay as they are",
          outcome("attach", service));
      service.destroy();
      assertTrue(service.waitFor(30, TimeUnit.SECONDS));
      assertTrue(number("works", Files.readString(file)) > 0, "the report at the end");
    } finally {
      service.destroyForcibly();
    }
  }

  private static String outcome(String tool, Process service, String... options) {
    List<String> words = new ArrayList<>(List.of(tool, "" + service.pid()));
    words.addAll(List.of(options));
    ForkedJvm.Outcome outcome =
        ForkedJvm.runJar(ForkedJvm.agentJar(), words.toArray(new String[0]));
    assertEquals(0, outcome.exitCode(), outcome::stderr);
    return outcome.stdout().replaceFirst("process \\d+: ", "").strip();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The commands that clients called, up to the last command. */
  private static List<String> untilLast(BufferedReader monitor) throws IOException {
    List<String> commands = new ArrayList<>();
    for (String line = monitor.readLine(); !line.endsWith(LAST); line = monitor.readLine()) {
      if (COMMAND.matcher(line).matches()) {
        commands.add(line);
      }
    }
    return commands;
  }

  private static int number(String name, String report) {
    Matcher number = Pattern.compile("\"" + name + "\": (\\d+)").matcher(report);
    assertTrue(number.find(), report);
    return Integer.parseInt(number.group(1));
  }
}
