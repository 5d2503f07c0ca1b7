package io.clusteragent.tests;

import io.clusteragent.demo.cluster.RedisCluster;
import io.clusteragent.demo.cluster.RedisNode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests notifications, counts and acknowledgements of single nodes, which the agent combines into those of one server. */
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
    run("KeyspaceEventsProgram");
  }

  @Test
  void monitorShowsTheCommandsOfAllMasters() {
    run("MonitorProgram");
  }

  @Test
  void waitCountsTheReplicasThatHaveTheConnectionsWrites() {
    run("WaitProgram");
  }

  private void run(String program) {
    AgentRun.of(version, "scenarios." + program)
        .entry(entry)
        .acts(this::failOver)
        .writesWhatIsExpected();
  }

  private void failOver(String act) {
    RedisNode master = act.equals("fail over the entry")
        ? entry
        : cluster.masters().stream().filter(node -> node != entry).findFirst().orElseThrow();
    cluster.failover(cluster.replicasOf(master).get(0));
  }
}
