package io.clusteragent.tests;

import io.clusteragent.demo.cluster.Await;
import io.clusteragent.demo.cluster.RedisCluster;
import io.clusteragent.demo.cluster.RedisNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Runs the {@code HashImport} of Jedis 8.0 on nodes that know HIMPORT, each on its own connections only. */
class HashImportIT {

  @Test
  void hashesAreImportedToAllNodes() throws IOException {
    List<HashImportProxy> proxies = new ArrayList<>();
    try (RedisCluster cluster = RedisCluster.builder().masters(3).start()) {
      for (RedisNode node : cluster.nodes()) {
        HashImportProxy proxy = new HashImportProxy(node.port());
        proxies.add(proxy);
        node.ask(
            "CONFIG", "SET", "cluster-announce-bus-port", String.valueOf(node.port() + 10_000));
        node.ask("CONFIG", "SET", "cluster-announce-port", String.valueOf(proxy.port()));
      }
      Await.until(
          "all nodes to name the proxies", RedisCluster.LIMIT, () -> cluster.nodes().stream()
              .filter(node -> !names((String) node.ask("CLUSTER", "NODES"), proxies))
              .map(node -> node + " does not")
              .findFirst()
              .orElse(null));
      AgentRun.of("8.0.2", "scenarios.HashImportProgram")
          .property("target.host", "127.0.0.1")
          .property("target.port", proxies.get(0).port())
          .writesWhatIsExpected();
    } finally {
      for (HashImportProxy proxy : proxies) {
        proxy.close();
      }
    }
  }

  private static boolean names(String nodes, List<HashImportProxy> proxies) {
    return proxies.stream().allMatch(proxy -> nodes.contains(":" + proxy.port() + "@"));
  }
}
