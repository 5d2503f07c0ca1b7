package io.clusteragent.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clusteragent.demo.cluster.RedisCluster;
import io.clusteragent.demo.cluster.RedisNode;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests {@code addressMap} with nodes that announce addresses at which no process listens, as behind a NAT. */
@ParameterizedClass(name = "Jedis {0}")
@ValueSource(strings = {"2.9.0", "3.10.0", "7.4.0"})
class AddressMapIT {
  private static final int OFFSET = 7;
  private static RedisCluster cluster;

  private final String version;

  AddressMapIT(String version) {
    this.version = version;
  }

  @BeforeAll
  static void startCluster() {
    cluster = RedisCluster.builder().masters(3).announcedPortOffset(OFFSET).start();
  }

  @AfterAll
  static void stopCluster() {
    cluster.close();
  }

  @Test
  void nodesAreReachedAtTheMappedAddresses() {
    String map = cluster.nodes().stream()
        .map(node -> node.host() + ":" + (node.port() + OFFSET) + "->localhost:" + node.port())
        .collect(Collectors.joining(","));
    NodeStatistics.reset(cluster.nodes());

    assertEquals(
        List.of("a connection -> 50", "a pool -> 150"),
        run("addressMap=" + map + ",deadline=5000"));
    for (RedisNode node : cluster.nodes()) {
      assertTrue(
          NodeStatistics.calls(node).getOrDefault("set", 0L) > 0, () -> node + " was left out");
    }
    assertEquals(0, NodeStatistics.errors(cluster.nodes(), "MOVED"));
  }

  @Test
  void withoutTheMapNodesAreNotReached() {
    assertTrue(run("deadline=300").get(0).contains("JedisConnectionException"));
  }

  private List<String> run(String options) {
    return AgentRun.of(version, "scenarios.ColdStartProgram", options)
        .entry(cluster.nodes().get(0))
        .transcript();
  }
}
