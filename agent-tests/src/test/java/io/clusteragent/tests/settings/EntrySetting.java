package io.clusteragent.tests.settings;

import io.clusteragent.demo.cluster.Await;
import io.clusteragent.demo.cluster.RedisCluster;
import io.clusteragent.demo.cluster.RedisNode;
import java.util.List;

/** The service connects to a node that owns no slots, or that leaves the cluster. */
final class EntrySetting extends Setting {
  private final RedisCluster cluster;
  private final RedisNode entry;
  private final boolean isRemoved;

  private EntrySetting(RedisCluster cluster, RedisNode entry, boolean isRemoved) {
    this.cluster = cluster;
    this.entry = entry;
    this.isRemoved = isRemoved;
  }

  static Setting replica() {
    return atReplica(false);
  }

  static Setting removedReplica() {
    return atReplica(true);
  }

  private static Setting atReplica(boolean isRemoved) {
    RedisCluster cluster = RedisCluster.builder().masters(3).replicas(1).start();
    cluster.awaitReplicasShown();
    return new EntrySetting(cluster, cluster.replicas().get(0), isRemoved);
  }

  static Setting withoutSlots() {
    return withFourthMaster(false);
  }

  static Setting removedWithoutSlots() {
    return withFourthMaster(true);
  }

  private static Setting withFourthMaster(boolean isRemoved) {
    RedisCluster cluster = RedisCluster.builder().masters(3).start();
    RedisNode fourth = RedisNode.settings().config("cluster-enabled", "yes").start();
    for (RedisNode node : cluster.nodes()) {
      fourth.ask("CLUSTER", "MEET", node.host(), String.valueOf(node.port()));
    }
    Await.until("the fourth node to be known", RedisCluster.LIMIT, () -> {
      for (RedisNode node : cluster.nodes()) {
        if (!fields(node, fourth.id()).contains("connected")) {
          return node + " does not know it";
        }
      }
      return infoOf(fourth).contains("cluster_state:ok") ? null : infoOf(fourth);
    });
    return new EntrySetting(cluster, fourth, isRemoved);
  }

  /** The words of a node's line in CLUSTER NODES of another node; none when that does not know it. */
  private static List<String> fields(RedisNode asked, String id) {
    return ((String) asked.ask("CLUSTER", "NODES"))
        .lines()
        .filter(line -> line.startsWith(id))
        .findFirst()
        .map(line -> List.of(line.split(" ")))
        .orElse(List.of());
  }

  private static String infoOf(RedisNode node) {
    return (String) node.ask("CLUSTER", "INFO");
  }

  @Override
  int port() {
    return entry.port();
  }

  @Override
  List<String> acts() {
    return isRemoved ? List.of("remove") : List.of();
  }

  @Override
  void act(String act) {
    for (RedisNode node : cluster.nodes()) {
      if (node != entry) {
        node.ask("CLUSTER", "FORGET", entry.id());
      }
    }
    entry.ask("CLUSTER", "RESET", "SOFT");
  }

  @Override
  public void close() {
    entry.close();
    cluster.close();
  }
}
