package io.clusteragent.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clusteragent.demo.cluster.RedisCluster;
import io.clusteragent.demo.cluster.RedisNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks how many redirections, connections and commands the agent causes on the servers. */
@ParameterizedClass(name = "Jedis {0}")
@ValueSource(strings = {"2.9.0", "3.10.0", "7.4.0"})
class FootprintIT {
  /** Commands that the tests themselves send, or that belong to the handshake of any connection. */
  private static final Set<String> NOT_COUNTED =
      Set.of("info", "config", "client", "hello", "auth", "ping", "select");

  /** The connection that refreshes the slot map may be open on any node. */
  private static final int REFRESHING = 1;

  private static RedisCluster cluster;
  private static RedisCluster otherCluster;
  private static RedisNode standalone;

  private final String version;

  FootprintIT(String version) {
    this.version = version;
  }

  @BeforeAll
  static void startServers() {
    cluster = SharedCluster.get();
    otherCluster = RedisCluster.builder().masters(2).start();
    standalone = RedisNode.settings().start();
  }

  @AfterAll
  static void stopServers() {
    otherCluster.close();
    standalone.close();
  }

  @BeforeEach
  void emptyServers() {
    cluster.nodes().forEach(node -> node.ask("FLUSHALL"));
    otherCluster.nodes().forEach(node -> node.ask("FLUSHALL"));
    standalone.ask("FLUSHALL");
    NodeStatistics.reset(cluster.nodes());
    NodeStatistics.reset(List.of(standalone));
  }

  @Test
  void noCommandIsRedirectedInTheSteadyState() {
    AgentRun.of(version, "scenarios.RandomCommandsProgram")
        .entry(entry())
        .acts(act -> NodeStatistics.reset(cluster.nodes()))
        .transcript();
    assertEquals(0, NodeStatistics.errors(cluster.nodes(), "MOVED"));
    for (RedisNode node : cluster.nodes()) {
      assertTrue(
          NodeStatistics.calls(node).get("set") > 10_000, () -> node + " had too few commands");
    }
  }

  @Test
  void sixteenBusyConnectionsAreAtMostSixteenOnEachNode() {
    Map<RedisNode, Integer> most = new HashMap<>();
    AgentRun.of(version, "scenarios.BusyPoolProgram")
        .entry(entry())
        .acts(act -> connections().forEach((node, count) -> most.merge(node, count, Math::max)))
        .transcript();
    most.forEach((node, count) ->
        assertTrue(count <= 16 + REFRESHING, () -> count + " connections on " + node));
    most.forEach(
        (node, count) -> assertTrue(count > 1, () -> "only " + count + " connections on " + node));
  }

  @Test
  void idleConnectionsHoldNoNodeConnections() {
    List<Map<RedisNode, Integer>> counted = Collections.synchronizedList(new ArrayList<>());
    AgentRun.of(version, "scenarios.IdlePoolProgram")
        .entry(entry())
        .acts(act -> counted.add(connections()))
        .transcript();
    // The sessions took turns, so one connection per node served them all. The entry node also has
    // the application's connections.
    counted.get(0).forEach((node, count) -> {
      int allowed = (node == entry() ? 200 : 0) + 1 + REFRESHING;
      assertTrue(count <= allowed, () -> count + " connections on " + node);
    });
  }

  @Test
  void aStandaloneServerSeesOneExtraCommand() {
    Map<String, Long> without =
        callsOf(AgentRun.withoutAgent(version, "scenarios.StandaloneProgram"));
    Map<String, Long> with = callsOf(AgentRun.of(version, "scenarios.StandaloneProgram"));
    Map<String, Long> extra = new TreeMap<>(with);
    without.forEach((command, calls) -> extra.merge(command, -calls, Long::sum));
    extra.values().removeIf(calls -> calls == 0);
    assertEquals(1, extra.size(), () -> "extra calls: " + extra);
    extra.forEach((command, calls) -> assertEquals(1, calls, command));
  }

  @Test
  void jedisClusterBehavesAsWithoutTheAgent() {
    JedisClusterRun without =
        jedisCluster(AgentRun.withoutAgent(version, "scenarios.JedisClusterProgram"));
    JedisClusterRun with = jedisCluster(AgentRun.of(version, "scenarios.JedisClusterProgram"));
    assertEquals(without, with);
  }

  @Test
  void aStandaloneServerAndTwoClustersStayApart() {
    String ports = standalone.port() + "," + entry().port() + ","
        + otherCluster.masters().get(0).port();
    AgentRun.of(version, "scenarios.SeveralServersProgram")
        .entry(entry())
        .property("target.ports", ports)
        .writesWhatIsExpected();
  }

  /** The output of a JedisCluster program, and the nodes' statistics about it. */
  private record JedisClusterRun(
      List<String> transcript,
      Map<RedisNode, Map<String, Long>> calls,
      List<Map<RedisNode, Integer>> connections) {}

  private static JedisClusterRun jedisCluster(AgentRun run) {
    cluster.nodes().forEach(node -> node.ask("FLUSHALL"));
    NodeStatistics.reset(cluster.nodes());
    List<Map<RedisNode, Integer>> connections = Collections.synchronizedList(new ArrayList<>());
    List<String> transcript =
        run.entry(entry()).acts(act -> connections.add(connections())).transcript();
    Map<RedisNode, Map<String, Long>> calls = new HashMap<>();
    cluster.nodes().forEach(node -> calls.put(node, counted(node)));
    return new JedisClusterRun(transcript, calls, connections);
  }

  private static Map<String, Long> callsOf(AgentRun run) {
    NodeStatistics.reset(List.of(standalone));
    run.entry(standalone).transcript();
    return counted(standalone);
  }

  private static Map<String, Long> counted(RedisNode node) {
    Map<String, Long> calls = NodeStatistics.calls(node);
    calls.keySet().removeIf(command -> NOT_COUNTED.contains(command.split("\\|")[0]));
    return calls;
  }

  private static Map<RedisNode, Integer> connections() {
    Map<RedisNode, Integer> connections = new HashMap<>();
    cluster.nodes().forEach(node -> connections.put(node, NodeStatistics.connections(node)));
    return connections;
  }

  private static RedisNode entry() {
    return cluster.nodes().get(0);
  }
}
