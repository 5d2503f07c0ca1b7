package io.clusteragent.tests.settings;

import io.clusteragent.demo.cluster.Await;
import io.clusteragent.demo.cluster.RedisCluster;
import io.clusteragent.demo.cluster.RedisNode;
import java.util.List;

/** The servers close connections that are idle for two seconds, except those of subscribers. */
final class IdleTimeoutSetting extends Setting {
  private static final String SECONDS = "2";

  private final RedisCluster cluster = RedisCluster.builder().masters(3).start();

  @Override
  int port() {
    return cluster.masters().get(0).port();
  }

  @Override
  List<String> acts() {
    return List.of("idle", "idle");
  }

  @Override
  void act(String act) {
    timeout(SECONDS);
    Await.until("the servers to close idle connections", RedisCluster.LIMIT, () -> {
      for (RedisNode node : cluster.nodes()) {
        String clients = (String) node.ask("CLIENT", "LIST", "TYPE", "normal");
        if (clients.lines().count() > 1) { // one is the harness's own
          return node + " has " + clients;
        }
      }
      return null;
    });
    timeout("0"); // for the harness's own connections
  }

  private void timeout(String seconds) {
    cluster.nodes().forEach(node -> node.ask("CONFIG", "SET", "timeout", seconds));
  }

  @Override
  public void close() {
    cluster.close();
  }
}
