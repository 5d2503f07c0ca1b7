package io.clusteragent.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clusteragent.demo.cluster.RedisNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Audits a program with planted problems on a standalone server. */
class AuditIT {
  private static final Path SOURCE = Path.of("src/scenarios/java/scenarios/PlantedProgram.java");
  private static final Pattern FINDING = Pattern.compile(
      "\"kind\": \"(\\w+)\",\\s+\"command\": \"([^\"]+)\"[^]]*?\"at\": \"([^\"]+)\"[^]]*?]");
  private static final Pattern PLANTED = Pattern.compile("; // ([A-Z_]+ [A-Z]+)$");

  private static RedisNode server;

  @TempDir
  private Path dir;

  @BeforeAll
  static void start() {
    server = RedisNode.settings().start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @ParameterizedTest(name = "Jedis {0}")
  @ValueSource(strings = {"2.9.0", "3.10.0", "7.4.0"})
  void everyPlantedProblemIsFoundAtItsLineAndNothingElse(String version) throws IOException {
    Path file = dir.resolve("audit.json");
    AgentRun.of(version, "scenarios.PlantedProgram", "mode=audit,auditReport=" + file)
        .entry(server)
        .writesWhatIsExpected();

    String report = Files.readString(file);
    Set<String> found = new TreeSet<>();
    Matcher finding = FINDING.matcher(report);
    while (finding.find()) {
      String site = finding.group(3);
      found.add(finding.group(1) + " " + finding.group(2) + " "
          + site.substring(site.lastIndexOf('(') + 1, site.length() - 1));
    }
    assertEquals(planted(), found);
    assertTrue(report.contains("\"notSeen\": 1,"), "the one long value: " + report);
    assertFalse(report.contains("secret-value"), "a value in the report");
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    assertTrue(report.contains("user:{*}:all, user:{*}:red"), report);
    assertTrue(report.contains("\"keys\": \"account:*, account:*\""), report);
    assertTrue(page(file).contains("<main>"));
  }

  @ParameterizedTest(name = "Jedis {0}, {1} commands, left open: {2}")
  @CsvSource({"2.9.0, 2, true", "7.4.0, 2, true", "7.4.0, 1000, false"})
  void commandsOfAShutdownHookAreInTheReport(String version, int commands, boolean leavesOpen)
      throws IOException {
    Path file = dir.resolve("audit.json");
    ForkedJvm.Outcome outcome = new ForkedJvm()
        .withAgent("mode=audit,auditReport=" + file)
        .property("target.host", server.host())
        .property("target.port", server.port())
        .run(
            Programs.of(version),
            "scenarios.ShutdownHookProgram",
            List.of("" + commands, "" + leavesOpen));

    assertEquals("goodbye -> OK\n".repeat(commands), outcome.stdout(), outcome::stderr);
    assertFalse(outcome.stderr().contains("Error"), outcome::stderr);
    assertFalse(outcome.stderr().contains("left alone"), outcome::stderr);
    String report = Files.readString(file);
    Matcher balance = Pattern.compile("\"balance\": \\[(\\d+), (\\d+), (\\d+)]").matcher(report);
    assertTrue(balance.find(), report);
    int sum = IntStream.rangeClosed(1, 3)
        .map(master -> Integer.parseInt(balance.group(master)))
        .sum();
    assertEquals(commands, sum, report);
  }

  private String page(Path file) throws IOException {
    Path page = dir.resolve("audit.html");
    ForkedJvm.Outcome outcome =
        ForkedJvm.runJar(ForkedJvm.agentJar(), "report", file.toString(), "--out", page.toString());
    assertEquals(0, outcome.exitCode(), outcome::stderr);
    return Files.readString(page);
  }

  private static Set<String> planted() throws IOException {
    Set<String> planted = new TreeSet<>();
    List<String> lines = Files.readAllLines(SOURCE);
    for (int i = 0; i < lines.size(); i++) {
      Matcher marker = PLANTED.matcher(lines.get(i));
      if (marker.find()) {
        planted.add(marker.group(1) + " PlantedProgram.java:" + (i + 1));
      }
    }
    return planted;
  }
}
