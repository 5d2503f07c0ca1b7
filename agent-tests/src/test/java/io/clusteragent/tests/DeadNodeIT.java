package io.clusteragent.tests;

import io.clusteragent.demo.cluster.RedisCluster;
import io.clusteragent.demo.cluster.RedisNode;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Kills the node at the application's configured address permanently, while the application uses it. */
class DeadNodeIT {
  private static RedisCluster cluster;

  private RedisNode entry;

  @BeforeAll
  static void startCluster() {
    cluster = RedisCluster.builder().masters(3).replicas(1).start();
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
    entry.restart();
    cluster.awaitStable();
    cluster.masters().forEach(node -> node.ask("FLUSHALL"));
  }

  @ParameterizedTest(name = "Jedis {0}")
  @ValueSource(strings = {"2.9.0", "3.10.0", "7.4.0"})
  void noNewConnectionFails(String version) {
    AgentRun.of(version, "scenarios.DeadNodeProgram")
        .entry(entry)
        .acts(this::act)
        .writesWhatIsExpected();
  }

  @ParameterizedTest(name = "Jedis {0}")
  @ValueSource(strings = {"4.4.8", "7.4.0"})
  void noClientOfTheLaterLinesFails(String version) {
    String key = IntStream.range(0, 1000)
        .mapToObj(i -> "elsewhere:" + i)
        .filter(k -> cluster.masterOf(RedisCluster.slotOf(k)) != entry)
        .findFirst()
        .orElseThrow();
    AgentRun.of(version, "scenarios.DeadNodePooledProgram")
        .entry(entry)
        .property("dead.key", key)
        .acts(this::act)
        .writesWhatIsExpected();
  }

  private void act(String act) {
    if (act.equals("kill")) {
      entry.kill();
    } else {
      cluster.awaitStable();
    }
  }
}
