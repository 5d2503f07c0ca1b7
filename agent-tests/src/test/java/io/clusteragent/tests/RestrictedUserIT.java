package io.clusteragent.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clusteragent.demo.cluster.RedisCluster;
import io.clusteragent.demo.cluster.RedisNode;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A user with a password who may not ask for the topology: redirections are all that is known of the other nodes. */
class RestrictedUserIT {
  private static final List<String> ALL_RIGHT = List.of("a connection -> 50", "a pool -> 150");
  private static final String PASSWORD = "open-sesame";
  private static RedisCluster cluster;

  @BeforeAll
  static void startCluster() {
    cluster = RedisCluster.builder()
        .masters(3)
        .password("of the default user")
        .aclUser("restricted", PASSWORD, "~* &* +@all -cluster")
        .start();
  }

  @AfterAll
  static void stopCluster() {
    cluster.close();
  }

  @ParameterizedTest(name = "Jedis {0}")
  @ValueSource(strings = {"3.10.0", "7.4.0"})
  void theirPasswordGoesToNoNodeThatNothingButARedirectionNames(String version) {
    assertTrue(run(version, "").get(0).contains("MOVED"));
  }

  @ParameterizedTest(name = "Jedis {0}")
  @ValueSource(strings = {"3.10.0", "7.4.0"})
  void nodesThatAreListedAreUsed(String version) {
    String nodes =
        cluster.nodes().stream().map(RedisNode::address).collect(Collectors.joining(","));
    assertEquals(ALL_RIGHT, run(version, "nodes=" + nodes));
  }

  @ParameterizedTest(name = "Jedis {0}")
  @ValueSource(strings = {"3.10.0", "7.4.0"})
  void trustRedirectsUsesThemAll(String version) {
    assertEquals(ALL_RIGHT, run(version, "trustRedirects=true"));
  }

  private static List<String> run(String version, String options) {
    return AgentRun.of(version, "scenarios.ColdStartProgram", options)
        .entry(cluster.nodes().get(0))
        .property("target.kind", "scenarios.AclTarget")
        .property("target.user", "restricted")
        .property("target.password", PASSWORD)
        .transcript();
  }
}
