package io.clusteragent.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.clusteragent.demo.cluster.RedisNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Checks that an unchanged program has the same results with the agent on a cluster as without it on a standalone server. Each
 * scenario's transcript, stdout and stderr are compared line by line.
 */
class ScenarioMatrixIT {
  /** The lines that the agent may write to stderr: those of its own logger. */
  private static final Pattern AGENT_LINE =
      Pattern.compile("(\\[.*] (INFO|WARN) )?cluster-agent\\b.*");

  private static final List<String> TABLE = new ArrayList<>();

  @TestFactory
  Stream<DynamicTest> everyLine() {
    return on(Variant.PLAIN, JedisLine.tested());
  }

  @TestFactory
  Stream<DynamicTest> withPassword() {
    return on(Variant.PASSWORD, List.of("2.9.0", "3.10.0", "7.4.0"));
  }

  @TestFactory
  Stream<DynamicTest> withAclUser() {
    return on(Variant.ACL_USER, List.of("3.10.0", "7.4.0"));
  }

  @TestFactory
  Stream<DynamicTest> withTls() {
    return on(Variant.TLS, List.of("2.9.0", "3.10.0", "7.4.0"));
  }

  @TestFactory
  Stream<DynamicTest> withResp3() {
    return on(Variant.RESP3, List.of("5.2.0", "7.4.0"));
  }

  @AfterAll
  static void printTable() {
    TABLE.forEach(System.out::println);
  }

  /** The servers start with the first test and stop when the stream is closed after the last. */
  private static Stream<DynamicTest> on(Variant variant, List<String> versions) {
    Servers servers = variant.start();
    return versions.stream()
        .map(version -> dynamicTest(
            "Jedis " + version + " " + variant, () -> compare(variant, servers, version)))
        .onClose(servers::close);
  }

  private static void compare(Variant variant, Servers servers, String version) throws IOException {
    Programs programs = Programs.of(version);
    RedisNode entry = servers.cluster().masters().get(0);
    ForkedJvm.Outcome oracle =
        run(variant.jvm(servers, servers.standalone()), programs, variant, servers);
    ForkedJvm.Outcome agent =
        run(variant.jvm(servers, entry).withAgent(), programs, variant, servers);

    Transcripts expected = Transcripts.in(oracle.stdout());
    List<String> differences = Transcripts.in(agent.stdout()).differencesTo(expected);
    int count = expected.byScenario().size();
    TABLE.add(
        String.format("%-12s %-9s %d of %d", version, variant, count - differences.size(), count));

    assertEquals(
        programs.scenarios(variant == Variant.PLAIN),
        List.copyOf(expected.byScenario().keySet()));
    assertEquals(
        List.of(), differences, () -> String.join("\n", differences) + "\n" + agent.stderr());
    assertEquals(oracle.stdout(), agent.stdout());
    assertEquals(oracle.exitCode(), agent.exitCode());
    assertEquals(
        ForkedJvm.withoutTimes(oracle.errorLines()),
        ForkedJvm.withoutTimes(withoutAgentLines(agent.errorLines())));
  }

  private static ForkedJvm.Outcome run(
      ForkedJvm jvm, Programs programs, Variant variant, Servers servers) throws IOException {
    servers.flush();
    try (ControlPort control = new ControlPort(act -> servers.closeConnections())) {
      List<String> scenarios = programs.scenarios(variant == Variant.PLAIN);
      return jvm.property("target.control", control.port())
          .run(programs, "scenarios.Runner", scenarios);
    }
  }

  private static List<String> withoutAgentLines(List<String> lines) {
    return lines.stream().filter(line -> !AGENT_LINE.matcher(line).matches()).toList();
  }
}
