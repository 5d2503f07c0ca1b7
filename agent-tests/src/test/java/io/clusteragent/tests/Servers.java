package io.clusteragent.tests;

import io.clusteragent.demo.cluster.RedisCluster;
import io.clusteragent.demo.cluster.RedisNode;
import java.util.ArrayList;
import java.util.List;

/** Holds the servers of a scenario: a standalone server for the oracle, and a cluster of three masters. */
record Servers(RedisNode standalone, RedisCluster cluster) implements AutoCloseable {

  /** Removes the data of the last program from every node. */
  void flush() {
    for (RedisNode node : all()) {
      node.ask("FLUSHALL");
      node.ask("SCRIPT", "FLUSH");
    }
  }

  /** Closes the connections of all clients except the harness. */
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
