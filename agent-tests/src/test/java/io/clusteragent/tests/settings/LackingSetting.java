package io.clusteragent.tests.settings;

import io.clusteragent.demo.cluster.Await;
import io.clusteragent.demo.cluster.RedisCluster;
import io.clusteragent.demo.cluster.RedisNode;
import io.clusteragent.tests.RefusingProxy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** A service that lacks commands of clusters, as Redis Enterprise does. */
final class LackingSetting extends Setting {
  private static final String[] LACKING = {
    "CLUSTER MYID", "CLUSTER MYSHARDID", "CLUSTER SHARDS", "READONLY", "ASKING"
  };

  private final RedisCluster cluster = RedisCluster.builder().masters(3).start();
  private final List<RefusingProxy> proxies = new ArrayList<>();

  LackingSetting() {
    try {
      for (RedisNode node : cluster.nodes()) {
        RefusingProxy proxy = RefusingProxy.lacking(node.port(), LACKING);
        proxies.add(proxy);
        node.ask(
            "CONFIG", "SET", "cluster-announce-bus-port", String.valueOf(node.port() + 10_000));
        node.ask("CONFIG", "SET", "cluster-announce-port", String.valueOf(proxy.port()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Await.until("all nodes to name the proxies", RedisCluster.LIMIT, () -> cluster.nodes().stream()
        .filter(node -> !names((String) node.ask("CLUSTER", "NODES")))
        .map(node -> node + " does not")
        .findFirst()
        .orElse(null));
  }

  private boolean names(String nodes) {
    return proxies.stream().allMatch(proxy -> nodes.contains(":" + proxy.port() + "@"));
  }

  @Override
  int port() {
    return proxies.get(0).port();
  }

  @Override
  public void close() {
    cluster.close();
    for (RefusingProxy proxy : proxies) {
      try {
        proxy.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
