package io.clusteragent.tests;

import io.clusteragent.demo.cluster.Await;
import io.clusteragent.demo.cluster.RedisCluster;
import io.clusteragent.demo.cluster.RedisNode;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a program sets for the whole server holds when masters are killed, come back and fail over. */
class ServerSettingsIT {
  private static RedisCluster cluster;

  private RedisNode killed;

  @BeforeAll
  static void startCluster() {
    cluster = RedisCluster.builder().masters(3).replicas(1).start();
    cluster.awaitReplicasShown();
  }

  @AfterAll
  static void stopCluster() {
    cluster.close();
  }

  @Test
  void settingsHoldWhenMastersAreReplaced() {
    RedisNode entry = cluster.masters().get(0);
    AgentRun.of("3.10.0", "scenarios.ServerSettingsProgram")
        .entry(entry)
        .acts(act -> act(act, entry))
        .writesWhatIsExpected();
  }

  private void act(String act, RedisNode entry) {
    switch (act) {
      case "kill another master":
        killed =
            cluster.masters().stream().filter(node -> node != entry).findFirst().orElseThrow();
        killed.kill();
        cluster.awaitStable();
        return;
      case "bring it back":
        killed.restart();
        cluster.awaitStable();
        Await.until("the agent to bring its settings", RedisCluster.LIMIT, () -> {
          List<?> setting = (List<?>) killed.ask("CONFIG", "GET", "notify-keyspace-events");
          return setting.get(1).equals("") ? "none" : null;
        });
        return;
      default:
        cluster.failover(cluster.replicasOf(entry).get(0));
    }
  }
}
