package io.clusteragent.tests;

import io.clusteragent.demo.cluster.RedisCluster;
import io.clusteragent.demo.cluster.RedisNode;
import java.util.ArrayList;
import java.util.List;

/** What a scenario runs on: a standalone server for the oracle and a cluster of three masters. */
record Servers(RedisNode standalone, RedisCluster cluster) implements AutoCloseable {

  /** Removes what the last program left, on every node. */
  void flush() {
    for (RedisNode node : all()) {
      node.ask("FLUSHALL");
      node.ask("SCRIPT", "FLUSH");
    }
  }

  /** Closes every client's connection except the harness' own. */
  void closeConnections() {
    for (RedisNode node : all()) {
      node.ask("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
    }
  }

  private List<RedisNode> all() {
    List<RedisNode> all = new ArrayList<>(cluster.nodes());
    all.add(standalone);
    return all;
  }

  @Override
  public void close() {
    standalone.close();
    cluster.close();
  }
}
