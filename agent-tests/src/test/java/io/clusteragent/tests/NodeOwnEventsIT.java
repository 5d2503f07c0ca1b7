package io.clusteragent.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.clusteragent.demo.cluster.RedisCluster;
import io.clusteragent.demo.cluster.RedisNode;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** What each node tells, counts or promises by itself, made into what one server would. */
@ParameterizedClass(name = "Jedis {0}")
@ValueSource(strings = {"2.9.0", "3.10.0", "7.4.0"})
class NodeOwnEventsIT {
  private static RedisCluster cluster;

  private final String version;
  private RedisNode entry;

  NodeOwnEventsIT(String version) {
    this.version = version;
  }

  @BeforeAll
  static void startCluster() {
    cluster = RedisCluster.builder()
        .masters(3)
        .replicas(1)
        .config("notify-keyspace-events", "KEA")
        .start();
  }

  @AfterAll
  static void stopCluster() {
    cluster.close();
  }

  @BeforeEach
  void stableCluster() {
    cluster.awaitStable();
    cluster.masters().forEach(node -> node.ask("FLUSHALL"));
    entry = cluster.masters().get(0);
  }

  @Test
  void keyspaceNotificationsOfAllMastersComeOnce() {
    assertEquals(
        List.of(
            "before, events -> each once",
            "before, messages that came once -> 20",
            "with a new master, events -> each once",
            "with a new master, messages that came once -> 20",
            "when the entry is a replica, events -> each once",
            "when the entry is a replica, messages that came once -> 20",
            "the subscriber lives -> true"),
        run("KeyspaceEventsProgram"));
  }

  @Test
  void monitorShowsTheCommandsOfAllMasters() {
    assertEquals(
        List.of(
            "before -> each once", "with a new master -> each once", "the monitor lives -> true"),
        run("MonitorProgram"));
  }

  @Test
  void waitCountsTheReplicasThatHaveTheConnectionsWrites() {
    assertEquals(
        List.of("before, other than 1 -> []", "when the entry is a replica, other than 1 -> []"),
        run("WaitProgram"));
  }

  private List<String> run(String program) {
    return AgentRun.of(version, "scenarios." + program)
        .entry(entry)
        .acts(this::failOver)
        .transcript();
  }

  private void failOver(String act) {
    RedisNode master = act.equals("fail over the entry")
        ? entry
        : cluster.masters().stream().filter(node -> node != entry).findFirst().orElseThrow();
    cluster.failover(cluster.replicasOf(master).get(0));
  }
}
