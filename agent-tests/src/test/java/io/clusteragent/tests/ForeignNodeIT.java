package io.clusteragent.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.clusteragent.demo.cluster.RedisCluster;
import io.clusteragent.demo.cluster.RedisNode;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests a node that dies, and whose replica takes over. Then a node of another cluster starts at its address, and claims to own
 * every slot.
 */
@ParameterizedClass(name = "Jedis {0}")
@ValueSource(strings = {"2.9.0", "3.10.0", "7.4.0"})
class ForeignNodeIT {
  private static final int SLOTS = 16384;
  private static RedisCluster cluster;

  private final String version;

  ForeignNodeIT(String version) {
    this.version = version;
  }

  @BeforeAll
  static void startCluster() {
    cluster = RedisCluster.builder().masters(3).replicas(1).start();
  }

  @AfterAll
  static void stopCluster() {
    cluster.close();
  }

  @AfterEach
  void startAnotherCluster() {
    stopCluster();
    startCluster();
  }

  @Test
  void nothingIsWrittenToAForeignNodeAtTheEntryAddress() {
    RedisNode entry = cluster.masters().get(0);
    assertNothingIsWrittenTo(entry, entry);
  }

  @Test
  void nothingIsWrittenToAForeignNodeAtAnotherNodesAddress() {
    assertNothingIsWrittenTo(cluster.masters().get(1), cluster.masters().get(0));
  }

  private void assertNothingIsWrittenTo(RedisNode replaced, RedisNode entry) {
    AgentRun.of(version, "scenarios.ReplacedNodeProgram", "deadline=1000")
        .entry(entry)
        .acts(act -> {
          replaced.kill();
          cluster.awaitStable(); // a node that is replaced earlier is never failed over
          replaced.replace();
          String[] command = new String[2 + SLOTS];
          command[0] = "CLUSTER";
          command[1] = "ADDSLOTS";
          for (int slot = 0; slot < SLOTS; slot++) {
            command[2 + slot] = Integer.toString(slot);
          }
          replaced.ask(command);
        })
        .writesWhatIsExpected();
    Map<String, Long> calls = NodeStatistics.calls(replaced);
    assertEquals(0, calls.getOrDefault("set", 0L), () -> "" + calls);
  }
}
