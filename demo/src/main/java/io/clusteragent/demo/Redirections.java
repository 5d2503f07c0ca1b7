package io.clusteragent.demo;

import io.clusteragent.demo.cluster.RedisCluster;
import io.clusteragent.demo.cluster.RedisNode;
import java.util.HashMap;
import java.util.Map;

/**
 * Counts how often the nodes have redirected a client, by their own statistics of MOVED, ASK and TRYAGAIN replies ({@code INFO
 * errorstats}, Redis 6.2 and later), which do not depend on the client.
 */
final class Redirections {
  private final RedisCluster cluster;
  private final Map<RedisNode, Long> lastSeen = new HashMap<>();

  Redirections(RedisCluster cluster) {
    this.cluster = cluster;
  }

  /** The sum over all nodes; a dead node counts with its last known number. */
  synchronized long total() {
    for (RedisNode node : cluster.nodes()) {
      try {
        lastSeen.put(node, of((String) node.ask("INFO", "errorstats")));
      } catch (RuntimeException down) {
        lastSeen.putIfAbsent(node, 0L);
      }
    }
    return lastSeen.values().stream().mapToLong(Long::longValue).sum();
  }

  private static long of(String info) {
    return info.lines()
        .filter(line -> line.matches("errorstat_(MOVED|ASK|TRYAGAIN):count=\\d+.*"))
        .mapToLong(line -> Long.parseLong(line.substring(line.indexOf('=') + 1).split(",")[0]))
        .sum();
  }
}
