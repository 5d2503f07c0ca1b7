package io.clusteragent.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clusteragent.demo.cluster.Await;
import io.clusteragent.demo.cluster.RedisCluster;
import io.clusteragent.demo.cluster.RedisNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests a user with a password who may not ask for the topology: the agent knows other nodes from redirections only. */
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
  void thePasswordIsNotSentToANodeThatOnlyARedirectionNames(String version) {
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

  @Test
  void theLogReportsThatTheTopologyIsDenied() {
    List<String> status = new ArrayList<>();
    ForkedJvm.Outcome outcome = program("7.4.0", "scenarios.OperatedProgram", "trustRedirects=true")
        .acts(order -> {
          if (order.startsWith("look ")) {
            status.add(statusWithABean(order.substring("look ".length())));
          }
        })
        .outcome();

    assertTrue(
        status.get(0).contains("; the application's user may not ask for the topology"),
        status::toString);
    assertEquals(
        1,
        outcome.errorLines().stream()
            .filter(line -> line.contains(" WARN cluster-agent - the Redis Cluster at ")
                && line.contains(" denies its topology to the application's user (NOPERM"))
            .count(),
        outcome::stderr);
  }

  /** A proxy refuses CLUSTER, as after {@code rename-command CLUSTER ""}. */
  @Test
  void redirectionsOfANodeThatRenamesClusterAreFollowedAndTheLogNamesWhatIsMissing()
      throws IOException {
    String refusal = "ERR unknown command 'CLUSTER', with args beginning with: 'SLOTS' ";
    try (RefusingProxy proxy = new RefusingProxy(cluster.nodes().get(0).port(), refusal)) {
      ForkedJvm.Outcome outcome = program(
              "7.4.0", "scenarios.ColdStartProgram", "trustRedirects=true")
          .property("target.port", proxy.port())
          .outcome();

      assertEquals(
          ALL_RIGHT,
          Transcripts.in(outcome.stdout()).byScenario().get("scenarios.ColdStartProgram"));
      assertEquals(
          1,
          outcome.errorLines().stream().filter(line -> line.contains(" WARN ")).count(),
          outcome::stderr);
      assertTrue(
          outcome.stderr().contains("do not rename the nodes' command CLUSTER"), outcome::stderr);
    }
  }

  /** Waits for the bean, which is registered in the background. */
  private static String statusWithABean(String pid) {
    AtomicReference<String> status = new AtomicReference<>();
    Await.until("a bean of the cluster", Duration.ofSeconds(30), () -> {
      status.set(ForkedJvm.runJar(ForkedJvm.agentJar(), "status", pid).stdout());
      return status.get().contains("no cluster has been found yet") ? status.get() : null;
    });
    return status.get();
  }

  private static List<String> run(String version, String options) {
    return program(version, "scenarios.ColdStartProgram", options).transcript();
  }

  private static AgentRun program(String version, String name, String options) {
    return AgentRun.of(version, name, options)
        .entry(cluster.nodes().get(0))
        .property("target.kind", "scenarios.AclTarget")
        .property("target.user", "restricted")
        .property("target.password", PASSWORD);
  }
}
