package io.clusteragent.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clusteragent.demo.cluster.Await;
import io.clusteragent.demo.cluster.RedisCluster;
import io.clusteragent.demo.cluster.RedisNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the option {@code readFrom}. */
@ParameterizedClass(name = "Jedis {0}")
@ValueSource(strings = {"3.10.0", "7.4.0"})
class ReadFromIT {
  private static final int READS = 1100;

  private static RedisCluster cluster;

  private final String version;

  ReadFromIT(String version) {
    this.version = version;
  }

  @BeforeAll
  static void startCluster() {
    cluster = RedisCluster.builder().masters(3).replicas(1).start();
    cluster.awaitReplicasShown();
  }

  @AfterAll
  static void stopCluster() {
    cluster.close();
  }

  @BeforeEach
  void resetCounters() {
    NodeStatistics.reset(cluster.nodes());
  }

  @Test
  void withMasterOnlyMastersServeReads() {
    assertEquals(0, readsByReplicas("master"));
  }

  @Test
  void replicasServeAllReadOnlyCommands() {
    assertEquals(READS, readsByReplicas("replica"));
    assertEquals(0, NodeStatistics.errors(cluster.nodes(), "MOVED"));
  }

  @Test
  void preferredReplicasServeReadsWhileTheyAreUp() {
    assertEquals(READS, readsByReplicas("replicaPreferred"));
  }

  @Test
  void anyNodeOfTheShardAnswers() {
    long reads = readsByReplicas("any");
    assertTrue(reads > READS / 4 && reads < READS * 3 / 4, () -> reads + " of " + READS);
  }

  private long readsByReplicas(String readFrom) {
    List<Long> counted = Collections.synchronizedList(new ArrayList<>());
    AgentRun.of(version, "scenarios.ReadingProgram")
        .entry(cluster.masters().get(0))
        .property("clusteragent.readFrom", readFrom)
        .acts(act -> {
          if (act.equals("count the reads")) {
            counted.add(gets(cluster.replicas()));
          } else {
            cluster.masters().forEach(master -> master.ask("WAIT", "1", "10000"));
            awaitData();
          }
        })
        .writesWhatIsExpected();
    return counted.get(0);
  }

  /** Whether the replicas have the masters' data. For this program the number of keys shows it. */
  private static void awaitData() {
    for (RedisNode master : cluster.masters()) {
      for (RedisNode replica : cluster.replicasOf(master)) {
        Await.until(
            replica + " to catch up",
            RedisCluster.LIMIT,
            () -> master.ask("DBSIZE").equals(replica.ask("DBSIZE")) ? null : "it has other keys");
      }
    }
  }

  private static long gets(List<RedisNode> nodes) {
    return nodes.stream()
        .mapToLong(node -> NodeStatistics.calls(node).getOrDefault("get", 0L))
        .sum();
  }
}
