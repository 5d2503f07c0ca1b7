package io.clusteragent.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clusteragent.demo.cluster.RedisCluster;
import io.clusteragent.demo.cluster.RedisNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** Starts the application while the node at its configured address is down. */
@ParameterizedClass(name = "Jedis {0}")
@ValueSource(strings = {"2.9.0", "3.10.0", "7.4.0"})
class ColdStartIT {
  private static final String PASSWORD = "open-sesame";
  private static final List<String> ALL_RIGHT = List.of("a connection -> 50", "a pool -> 150");

  private static RedisCluster open;
  private static RedisCluster secured;

  @TempDir
  Path dir;

  private final String version;

  ColdStartIT(String version) {
    this.version = version;
  }

  @BeforeAll
  static void startClusters() {
    open = RedisCluster.builder().masters(3).replicas(1).start();
    secured = RedisCluster.builder().masters(3).replicas(1).password(PASSWORD).start();
  }

  @AfterAll
  static void stopClusters() {
    open.close();
    secured.close();
  }

  @Test
  void withoutAKnownNodeItFailsAsWithoutTheAgent() {
    RedisNode dead = killOne(open);
    assertEquals(
        AgentRun.withoutAgent(version, "scenarios.ColdStartProgram").entry(dead).transcript(),
        start(dead, ""));
    revive(open, dead);
  }

  @Test
  void aNodeOfTheOptionThatNamesTheDeadOneSuffices() {
    RedisNode dead = killOne(open);
    assertEquals(ALL_RIGHT, start(dead, "nodes=" + open.replicas().get(0).address()));
    revive(open, dead);
  }

  @Test
  void withAPasswordTheOptionNamesTheDeadNode() {
    RedisNode dead = killOne(secured);
    String live = secured.masters().get(0).address();
    assertTrue(start(dead, "nodes=" + live).get(0).contains("JedisConnectionException"));
    assertEquals(ALL_RIGHT, start(dead, "nodes=" + dead.address() + "," + live));
    revive(secured, dead);
  }

  @Test
  void theNodesOfAnEarlierRunSuffice() throws IOException {
    Path file = dir.resolve("topology");
    for (RedisCluster cluster : List.of(open, secured)) {
      RedisNode entry = cluster.masters().get(0);
      assertEquals(ALL_RIGHT, start(entry, "topologyCache=" + file));
      assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
      assertFalse(Files.readString(file).contains(PASSWORD));
      entry.kill();
      cluster.awaitStable();
      assertEquals(ALL_RIGHT, start(entry, "topologyCache=" + file));
      revive(cluster, entry);
    }
  }

  private List<String> start(RedisNode entry, String options) {
    AgentRun run = AgentRun.of(version, "scenarios.ColdStartProgram", options).entry(entry);
    return secured.nodes().contains(entry)
        ? run.property("target.password", PASSWORD).transcript()
        : run.transcript();
  }

  private static RedisNode killOne(RedisCluster cluster) {
    RedisNode node = cluster.masters().get(0);
    node.kill();
    cluster.awaitStable();
    return node;
  }

  private static void revive(RedisCluster cluster, RedisNode node) {
    node.restart();
    cluster.awaitStable();
  }
}
