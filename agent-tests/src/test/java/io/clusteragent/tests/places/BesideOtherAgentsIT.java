package io.clusteragent.tests.places;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clusteragent.tests.AgentJar;
import io.clusteragent.tests.ForkedJvm;
import io.clusteragent.tests.Programs;
import io.clusteragent.tests.ScenarioSuite;
import io.clusteragent.tests.Transcripts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs all scenarios with a second agent on the command line, in both orders: neither disturbs the other. */
@Tag("long")
@ParameterizedClass(name = "Jedis {0}, cluster-agent {1}")
@CsvSource({
  "3.10.0, first",
  "3.10.0, last",
  "4.4.8, first",
  "4.4.8, last",
  "7.4.0, first",
  "7.4.0, last",
  "8.0.2, first",
  "8.0.2, last"
})
class BesideOtherAgentsIT {
  /** The format in which OpenTelemetry's console exporter prints a span. */
  private static final Pattern SPAN = Pattern.compile(
      "'(.+)' : [0-9a-f]{32} [0-9a-f]{16} CLIENT \\[tracer: io\\.opentelemetry\\.jedis-.*");

  /**
   * Their number differs in each run: the servers close connections, which the agent hides, so that fewer connections are tested
   * and replaced; and each server hashes with a seed of its own, so that a scan takes more or fewer steps.
   */
  private static final Set<String> VARYING =
      Set.of("PING", "CLIENT", "SCAN", "HSCAN", "SSCAN", "ZSCAN");

  private static final String OPEN_TELEMETRY =
      "io.opentelemetry.javaagent:opentelemetry-javaagent:2.31.1";
  private static final String JACOCO = "org.jacoco:org.jacoco.agent:jar:runtime:0.8.15";

  private static ScenarioSuite suite;

  private final String version;
  private final boolean isFirst;

  @TempDir
  Path folder;

  BesideOtherAgentsIT(String version, String place) {
    this.version = version;
    this.isFirst = place.equals("first");
  }

  @BeforeAll
  static void startServers() {
    suite = new ScenarioSuite();
  }

  @AfterAll
  static void stopServers() {
    suite.close();
  }

  @Test
  void openTelemetryTracesEveryCommandOfJedis() {
    Map<String, Long> expected = spans(suite.run(openTelemetry(suite.standaloneJvm()), version));
    Map<String, Long> seen = spans(beside(BesideOtherAgentsIT::openTelemetry));
    assertEquals(expected.keySet(), seen.keySet());
    expected.keySet().removeAll(VARYING);
    seen.keySet().removeAll(VARYING);
    assertEquals(expected, seen);
    assertTrue(seen.size() > 100, seen::toString);
  }

  @Test
  void jacocoRecordsTheCoverageOfJedis() throws IOException {
    Path covered = folder.resolve("jacoco.exec");
    beside(jvm -> jvm.option("-javaagent:" + Artifact.file(JACOCO)
        + "=includes=redis.clients.jedis.*,destfile=" + covered));
    assertTrue(Files.readString(covered, StandardCharsets.ISO_8859_1)
        .contains("redis/clients/jedis/Connection"));
  }

  @Test
  void anAgentThatRetransformsJedisRepeatedlyRevertsNothing() throws IOException {
    Path agent = AgentJar.write(folder, Programs.of(version), "scenarios.RetransformingAgent");
    beside(jvm -> jvm.option("-javaagent:" + agent));
  }

  /** Runs with the other agent, and compares with a run without an agent. */
  private ForkedJvm.Outcome beside(UnaryOperator<ForkedJvm> other) {
    ForkedJvm jvm = suite.jvm();
    ForkedJvm.Outcome seen =
        suite.run(isFirst ? other.apply(jvm.withAgent()) : other.apply(jvm).withAgent(), version);
    ForkedJvm.Outcome oracle = suite.oracle(version);
    List<String> differences =
        Transcripts.in(seen.stdout()).differencesTo(Transcripts.in(oracle.stdout()));
    assertEquals(
        List.of(), differences, () -> String.join("\n", differences) + "\n" + seen.stderr());
    assertEquals(oracle.stdout(), seen.stdout());
    return seen;
  }

  private static ForkedJvm openTelemetry(ForkedJvm jvm) {
    return jvm.option("-javaagent:" + Artifact.file(OPEN_TELEMETRY))
        .property("otel.traces.exporter", "console")
        .property("otel.metrics.exporter", "none")
        .property("otel.logs.exporter", "none")
        .property("otel.bsp.max.queue.size", 1_000_000);
  }

  /** The number of exported spans of Jedis, by name. */
  private static Map<String, Long> spans(ForkedJvm.Outcome outcome) {
    Map<String, Long> counts = new TreeMap<>();
    outcome.errorLines().forEach(line -> {
      Matcher span = SPAN.matcher(line);
      if (span.find()) {
        counts.merge(span.group(1), 1L, Long::sum);
      }
    });
    return counts;
  }
}
