package io.clusteragent.tests.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.clusteragent.demo.cluster.RedisCluster;
import io.clusteragent.demo.cluster.RedisNode;
import io.clusteragent.tests.OracleProgram;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checks that each command's reply through the agent on a cluster equals that of a standalone server without the agent. */
class CommandOracleIT {
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
  @CsvSource({"2.9.0,2", "3.10.0,2", "5.2.0,2", "7.4.0,2", "5.2.0,3", "7.4.0,3"})
  void repliesAreThoseOfOneServer(String version, String protocol) {
    Map<String, List<String>> expected =
        replies(OracleProgram.of(version, "CommandProgram"), standalone, protocol);
    Map<String, List<String>> seen = replies(
        OracleProgram.of(version, "CommandProgram").withAgent(),
        cluster.masters().get(0),
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
      OracleProgram program, RedisNode server, String protocol) {
    OracleProgram.Outcome outcome = program
        .property("target.host", server.host())
        .property("target.port", server.port())
        .run(Invocations.file().toString(), protocol);
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
