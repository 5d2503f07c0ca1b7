package io.clusteragent.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clusteragent.demo.cluster.FreePorts;
import io.clusteragent.demo.cluster.RedisCluster;
import io.clusteragent.demo.cluster.RedisNode;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the option {@code sentinel} with applications that get their server's address from Sentinels, of which none runs. */
class SentinelIT {
  private static final String PASSWORD = "open-sesame";

  /** Host names that never have an address (RFC 2606). */
  private static final String SENTINELS = "sentinel-1.invalid:26379,sentinel-2.invalid:26379";

  private static RedisCluster cluster;

  private RedisNode entry;

  @BeforeAll
  static void startCluster() {
    cluster = RedisCluster.builder().masters(3).replicas(1).password(PASSWORD).start();
  }

  @AfterAll
  static void stopCluster() {
    cluster.close();
  }

  @BeforeEach
  void chooseEntry() {
    entry = cluster.masters().get(0);
  }

  @AfterEach
  void reviveEntry() {
    if (!entry.isUp()) {
      entry.restart();
    }
    cluster.awaitStable();
    cluster.masters().forEach(node -> node.ask("FLUSHALL"));
  }

  @ParameterizedTest(name = "{0} with Jedis {1}")
  @CsvSource({
    "SentinelPoolProgram, 2.9.0",
    "SentinelPoolProgram, 3.10.0",
    "SentinelPoolProgram, 5.2.0",
    "SentinelPoolProgram, 8.0.2",
    "JedisSentineledProgram, 5.2.0",
    "RedisSentinelClientProgram, 8.0.2"
  })
  void theClientWorksOnTheClusterAndGoesOnWhenItsMasterDies(String program, String version) {
    run(version, program, "sentinel=" + SENTINELS + "->" + nodes()).writesWhatIsExpected();
  }

  @Test
  void aSentinelThatTheOptionRedirectNamesIsRecognized() {
    String redirect = Stream.of(SENTINELS.split(","))
        .map(sentinel -> sentinel + "->" + nodes())
        .collect(Collectors.joining(","));
    run("8.0.2", "SentinelPoolProgram", "redirect=" + redirect).writesWhatIsExpected();
  }

  @ParameterizedTest(name = "Jedis {0}")
  @ValueSource(strings = {"2.9.0", "8.0.2"})
  void whatAnApplicationAsksASentinelIsAnswered(String version) {
    run(version, "SentinelQuestionsProgram", "sentinel=" + SENTINELS + "->" + nodes())
        .writesWhatIsExpected();
  }

  @Test
  void aNodeThatIsDownAtTheStartIsNotTheMaster() {
    String dead = "127.0.0.1:" + FreePorts.next();
    run("5.2.0", "SentinelPoolProgram", "sentinel=" + SENTINELS + "->" + dead + "," + nodes())
        .writesWhatIsExpected();
  }

  @Test
  void whenNoNodeCanBeReachedTheErrorNamesTheNodes() {
    String dead = "127.0.0.1:" + FreePorts.next();
    String line = run("2.9.0", "SentinelQuestionsProgram", "sentinel=" + SENTINELS + "->" + dead)
        .transcript()
        .get(0);
    assertTrue(
        line.contains(
            "ERR cluster-agent cannot connect to any of the nodes [ADDRESS], one of which"),
        line);
  }

  @Test
  void aSentinelThatMatchesNoConnectionIsLoggedOnceWithTheUsedAddress() {
    try (RedisNode other = RedisNode.settings().start()) {
      ForkedJvm.Outcome outcome = AgentRun.of(
              "7.4.0", "scenarios.StandaloneProgram", "sentinel=" + SENTINELS + "->" + nodes())
          .entry(other)
          .outcome();
      List<String> warnings =
          outcome.stderr().lines().filter(line -> line.contains(" WARN ")).toList();
      assertEquals(1, warnings.size(), outcome::stderr);
      assertTrue(
          warnings.get(0).contains("the option sentinel names [sentinel-1.invalid:26379, "),
          warnings.get(0));
    }
  }

  private AgentRun run(String version, String program, String options) {
    return AgentRun.of(version, "scenarios." + program, options)
        .entry(entry)
        .property("target.password", PASSWORD)
        .property("target.sentinels", SENTINELS)
        .acts(this::act);
  }

  /** All nodes, the first one to become the master. */
  private String nodes() {
    return Stream.concat(Stream.of(entry), cluster.nodes().stream().filter(node -> node != entry))
        .map(RedisNode::address)
        .collect(Collectors.joining(","));
  }

  private void act(String act) {
    if (act.equals("kill")) {
      entry.kill();
    } else {
      cluster.awaitStable();
    }
  }
}
