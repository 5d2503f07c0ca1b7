package io.clusteragent.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.clusteragent.demo.cluster.RedisCluster;
import io.clusteragent.demo.cluster.ServerBinary;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests a cluster with several databases, which Valkey supports from 9.0 on. */
class SeveralDatabasesIT {
  @ParameterizedTest(name = "Jedis {0}")
  @ValueSource(strings = {"3.10.0", "7.4.0"})
  void aSelectInsideATransactionMovesItsOwnSessionOnly(String version) {
    ServerBinary server = ServerBinary.find();
    assumeTrue(server.isValkey() && server.isAtLeast(9, 0), server + " has one database");
    try (RedisCluster cluster =
        RedisCluster.builder().masters(3).config("cluster-databases", "16").start()) {
      List<String> seen = AgentRun.of(version, "scenarios.SelectInTransactionProgram")
          .entry(cluster.masters().get(0))
          .transcript();
      assertEquals(
          List.of(
              "in the wrong database -> []",
              "keys seen by the one -> 50",
              "keys seen by the other -> 50"),
          seen);
    }
  }
}
