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
 * A node dies, its replica takes over, and a node of another cluster is started at its address, which claims to own every
 * slot.
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
  void nothingIsWrittenToItWhenItIsAtTheApplicationsOwnAddress() {
    RedisNode entry = cluster.masters().get(0);
    assertNothingIsWrittenTo(entry, entry);
  }

  @Test
  void nothingIsWrittenToItWhenItIsAtTheAddressOfAnother() {
    assertNothingIsWrittenTo(cluster.masters().get(1), cluster.masters().get(0));
  }

  private void assertNothingIsWrittenTo(RedisNode replaced, RedisNode entry) {
    AgentRun.of(version, "scenarios.ReplacedNodeProgram", "deadline=1000")
        .entry(entry)
        .acts(act -> {
          replaced.kill();
          cluster.awaitStable(); // a node that is replaced before is never failed over
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
