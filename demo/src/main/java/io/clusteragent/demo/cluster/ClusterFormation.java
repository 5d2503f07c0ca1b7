package io.clusteragent.demo.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Joins running nodes that do not know each other into one cluster. */
final class ClusterFormation {
  private ClusterFormation() {}

  /**
   * Forms the cluster; returns when all nodes agree on it.
   *
   * @param nodes the masters first; the other nodes become their replicas in turn
   */
  static void form(List<RedisNode> nodes, int masters, Duration limit) {
    for (int i = 0; i < nodes.size(); i++) {
      // With distinct epochs from the start, the nodes need not resolve collisions.
      nodes.get(i).ask("CLUSTER", "SET-CONFIG-EPOCH", Integer.toString(i + 1));
    }
    for (int i = 0; i < masters; i++) {
      addSlots(
          nodes.get(i), ClusterView.SLOTS * i / masters, ClusterView.SLOTS * (i + 1) / masters);
    }
    // Each node meets every other node, because gossip needs seconds to introduce them.
    for (RedisNode node : nodes) {
      for (RedisNode other : nodes) {
        if (node != other) {
          node.ask("CLUSTER", "MEET", other.host(), Integer.toString(other.port()));
        }
      }
    }
    Await.until("all nodes to know each other", limit, () -> stranger(nodes));
    for (int i = masters; i < nodes.size(); i++) {
      nodes
          .get(i)
          .ask("CLUSTER", "REPLICATE", nodes.get((i - masters) % masters).id());
    }
    Await.until("a stable cluster", limit, () -> Stability.problem(nodes));
  }

  private static void addSlots(RedisNode node, int from, int to) {
    List<String> command = new ArrayList<>(List.of("CLUSTER", "ADDSLOTS"));
    for (int slot = from; slot < to; slot++) {
      command.add(Integer.toString(slot));
    }
    node.ask(command.toArray(new String[0]));
  }

  private static String stranger(List<RedisNode> nodes) {
    for (RedisNode node : nodes) {
      ClusterView view = ClusterView.seenBy(node);
      for (RedisNode other : nodes) {
        ClusterView.Member seen = view.member(other.id());
        if (seen == null || !seen.isTrusted()) {
          return node.address() + " does not know " + other.address();
        }
      }
    }
    return null;
  }
}
