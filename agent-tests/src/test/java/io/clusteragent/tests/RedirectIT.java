package io.clusteragent.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clusteragent.demo.cluster.FreePorts;
import io.clusteragent.demo.cluster.RedisCluster;
import io.clusteragent.demo.cluster.RedisNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the option {@code redirect} with an application whose configuration still names the old server. */
class RedirectIT {
  private static final String PASSWORD = "open-sesame";
  private static final String PROGRAM = "scenarios.ColdStartProgram";
  private static final List<String> ALL_RIGHT = List.of("a connection -> 50", "a pool -> 150");

  /** A host name that never has an address (RFC 2606). */
  private static final String OLD_HOST = "old-redis.invalid";

  private static RedisCluster cluster;

  @BeforeAll
  static void start() {
    cluster = RedisCluster.builder().password(PASSWORD).start();
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @ParameterizedTest(name = "Jedis {0}")
  @ValueSource(strings = {"2.9.0", "2.10.2", "3.10.0", "4.4.8", "7.4.0"})
  void theClusterServesAnAddressThatDoesNotExist(String version) throws IOException {
    String live = cluster.nodes().get(1).address();
    assertEquals(
        ALL_RIGHT,
        run(version, OLD_HOST, 6379, OLD_HOST + ":6379->127.0.0.1:" + deadPort() + "," + live));
  }

  @ParameterizedTest(name = "Jedis {0}")
  @ValueSource(strings = {"2.9.0", "7.4.0"})
  void anOldServerThatStillAnswersIsNeverContacted(String version) throws IOException {
    try (ServerSocket old = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String redirect = "127.0.0.1:" + old.getLocalPort() + "->" + cluster.entry();
      assertEquals(ALL_RIGHT, run(version, "127.0.0.1", old.getLocalPort(), redirect));
      old.setSoTimeout(1);
      assertThrows(SocketTimeoutException.class, old::accept);
    }
  }

  @ParameterizedTest(name = "Jedis {0}")
  @ValueSource(strings = {"2.9.0", "7.4.0"})
  void whenNoNodeCanBeReachedTheExceptionIsThatOfJedisAndNamesTheNodes(String version)
      throws IOException {
    String redirect = OLD_HOST + ":6379->127.0.0.1:" + deadPort();
    String line = run(version, OLD_HOST, 6379, redirect).get(0);
    // the transcript writes ADDRESS for every address
    assertTrue(
        line.contains(
            "JedisConnectionException(cluster-agent cannot connect to any of the nodes [ADDRESS]"),
        line);
    assertTrue(line.contains("which the option redirect names for"), line);
  }

  @Test
  void aStandaloneServerIsNotUsedAsAClusterNode() {
    try (RedisNode standalone = RedisNode.settings().start()) {
      String line = run("7.4.0", OLD_HOST, 6379, OLD_HOST + ":6379->" + standalone.address())
          .get(0);
      assertTrue(line.contains("is no cluster node"), line);
      assertEquals(0L, standalone.ask("DBSIZE"));
    }
  }

  @ParameterizedTest(name = "Jedis {0}")
  @ValueSource(strings = {"2.9.0", "7.4.0"})
  void anAddressThatMatchesNoConnectionIsLoggedOnceWithTheUsedAddresses(String version) {
    try (RedisNode old = RedisNode.settings().start()) {
      ForkedJvm.Outcome outcome = AgentRun.of(
              version,
              "scenarios.StandaloneProgram",
              "redirect=" + OLD_HOST + ":6379->" + cluster.entry())
          .entry(old)
          .outcome();
      List<String> warnings =
          outcome.stderr().lines().filter(line -> line.contains(" WARN ")).toList();
      assertEquals(1, warnings.size(), outcome::stderr);
      assertTrue(
          warnings
              .get(0)
              .contains("the option redirect names [" + OLD_HOST
                  + ":6379], but the application has connected to none of them yet. It connected to "
                  + old.address() + ","),
          warnings.get(0));
    }
  }

  @Test
  void aRedirectThatTakesEffectIsLoggedOnceWithoutAWarning() {
    ForkedJvm.Outcome outcome = AgentRun.of(
            "7.4.0", PROGRAM, "redirect=" + OLD_HOST + ":6379->" + cluster.entry())
        .property("target.host", OLD_HOST)
        .property("target.port", 6379)
        .property("target.password", PASSWORD)
        .outcome();
    List<String> told =
        outcome.stderr().lines().filter(line -> line.contains("redirect sends")).toList();
    assertEquals(1, told.size(), outcome::stderr);
    assertTrue(
        told.get(0)
            .endsWith("the option redirect sends connections for " + OLD_HOST
                + ":6379 to the cluster node " + cluster.entry()),
        told.get(0));
    assertEquals(
        0, outcome.stderr().lines().filter(line -> line.contains(" WARN ")).count());
  }

  @Test
  void aClusterAtItsOwnAddressIsNoReasonToWarn() {
    ForkedJvm.Outcome outcome = AgentRun.of(
            "7.4.0", PROGRAM, "redirect=" + OLD_HOST + ":6379->" + cluster.entry())
        .entry(cluster.nodes().get(0))
        .property("target.password", PASSWORD)
        .outcome();
    assertEquals(
        0,
        outcome.stderr().lines().filter(line -> line.contains(" WARN ")).count(),
        outcome::stderr);
  }

  @Test
  void withTlsTheCertificateOfTheNodeIsChecked() {
    try (RedisCluster secured = RedisCluster.builder().masters(1).tls().start()) {
      assertEquals(
          ALL_RIGHT,
          AgentRun.of("7.4.0", PROGRAM, "redirect=" + OLD_HOST + ":6379->" + secured.entry())
              .property("target.host", OLD_HOST)
              .property("target.port", 6379)
              .property("target.kind", "scenarios.TlsTarget")
              .property("javax.net.ssl.trustStore", secured.tls().trustStore())
              .property("javax.net.ssl.trustStorePassword", "changeit")
              .transcript());
    }
  }

  private static List<String> run(String version, String host, int port, String redirect) {
    return AgentRun.of(version, PROGRAM, "redirect=" + redirect)
        .property("target.host", host)
        .property("target.port", port)
        .property("target.password", PASSWORD)
        .transcript();
  }

  /** A port at which no process listens. */
  private static int deadPort() {
    return FreePorts.next();
  }
}
