package io.clusteragent.tests.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.clusteragent.demo.cluster.RedisCluster;
import io.clusteragent.demo.cluster.RedisNode;
import io.clusteragent.tests.OracleProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checks that each command's reply through the agent on a cluster equals that of a standalone server without the agent. */
class CommandOracleIT {
  /** Scripts that return their keys, a user's key patterns, and a way to flush that is not known. */
  private static final List<String> NAMES_OF_THE_CLUSTER = List.of(
      "EVAL return\\s{KEYS", "SCRIPT LOAD return\\sKEYS", "ACL SETUSER eve", "FLUSHALL NONSENSE");

  private static RedisNode standalone;
  private static RedisCluster cluster;

  @BeforeAll
  static void startServers() {
    standalone = RedisNode.settings().start();
    cluster = RedisCluster.builder().masters(3).start();
  }

  @AfterAll
  static void stopServers() {
    standalone.close();
    cluster.close();
  }

  @ParameterizedTest(name = "Jedis {0}, RESP{1}")
  @CsvSource({"2.9.0,2", "3.10.0,2", "5.2.0,2", "8.0.2,2", "5.2.0,3", "8.0.2,3"})
  void repliesAreThoseOfOneServer(String version, String protocol) {
    compare(version, protocol, Invocations.file(), "");
  }

  /** The keys of this service have no hash tags, and one slot has them all. */
  @ParameterizedTest(name = "Jedis {0}, RESP{1}")
  @CsvSource({"2.9.0,2", "3.10.0,2", "5.2.0,2", "8.0.2,2", "8.0.2,3"})
  void repliesAreThoseOfOneServerWhenTheAgentAddsTheHashTag(
      String version, String protocol, @TempDir Path folder) throws IOException {
    Path untagged = folder.resolve("invocations.txt");
    Files.write(
        untagged,
        Files.readAllLines(Invocations.file()).stream()
            .filter(line -> NAMES_OF_THE_CLUSTER.stream().noneMatch(line::contains))
            .map(line -> line.replaceAll("\\{(\\w+)}", "$1:"))
            .toList());
    compare(version, protocol, untagged, "hashTagAll=x");
  }

  private static void compare(String version, String protocol, Path invocations, String options) {
    Map<String, List<String>> expected =
        replies(OracleProgram.of(version, "CommandProgram"), standalone, invocations, protocol);
    Map<String, List<String>> seen = replies(
        OracleProgram.of(version, "CommandProgram").withAgent(options),
        cluster.masters().get(0),
        invocations,
        protocol);
    assertFalse(expected.isEmpty());
    List<String> differences = new ArrayList<>();
    expected.forEach((line, replies) ->
        describe(line, replies, seen.getOrDefault(line, List.of()), differences));
    assertEquals(List.of(), differences, () -> String.join("\n", differences));
    assertEquals(expected.keySet(), seen.keySet());
  }

  @Test
  void everyCommandOfTheServerIsComparedOrHasAReasonWhyNot() {
    Set<String> missing = new TreeSet<>(ServerCommands.of(standalone).names());
    missing.removeAll(Invocations.commands());
    missing.removeIf(Invocations::saysWhyNot);
    assertEquals(Set.of(), missing);
  }

  private static Map<String, List<String>> replies(
      OracleProgram program, RedisNode server, Path invocations, String protocol) {
    OracleProgram.Outcome outcome = program
        .property("target.host", server.host())
        .property("target.port", server.port())
        .run(invocations.toString(), protocol);
    assertEquals(0, outcome.exitCode(), outcome.stderr());
    return Invocations.repliesIn(outcome.stdout());
  }

  private static void describe(
      String line, List<String> expected, List<String> seen, List<String> differences) {
    for (int i = 0; i < Math.max(expected.size(), seen.size()); i++) {
      String wanted = i < expected.size() ? expected.get(i) : "nothing";
      String got = i < seen.size() ? seen.get(i) : "nothing";
      if (!wanted.equals(got)) {
        differences.add(line + "\n    reply " + (i + 1) + "\n    standalone: " + wanted
            + "\n    agent:      " + got);
      }
    }
  }
}
