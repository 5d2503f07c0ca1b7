package io.clusteragent.demo.cluster;

import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/** Checks whether all running nodes agree on one healthy cluster, and reports why not. */
final class Stability {
  private final List<RedisNode> up;
  private final ClusterView reference;

  private Stability(List<RedisNode> up, ClusterView reference) {
    this.up = up;
    this.reference = reference;
  }

  /** Null when the cluster is stable, otherwise the first problem. */
  static String problem(List<RedisNode> nodes) {
    String problem = first(nodes, Stability::problemOf);
    return problem == null ? orphans(nodes) : problem;
  }

  /** Null unless a node that is down still owns slots: its replica has not taken over. */
  private static String orphans(List<RedisNode> nodes) {
    RedisNode witness = nodes.stream().filter(RedisNode::isUp).findFirst().orElseThrow();
    ClusterView view = ClusterView.seenBy(witness);
    return nodes.stream()
        .filter(node -> !node.isUp() && !view.member(node.id()).slots().isEmpty())
        .map(node -> node.address() + " is down and still owns slots")
        .findFirst()
        .orElse(null);
  }

  /** Null when the running nodes agree on each other's roles, epochs and slots, healthy or not. */
  static String disagreement(List<RedisNode> nodes) {
    return first(nodes, (stability, node) -> stability.disagreement(ClusterView.seenBy(node)));
  }

  private static String first(
      List<RedisNode> nodes, BiFunction<Stability, RedisNode, String> look) {
    List<RedisNode> up = nodes.stream().filter(RedisNode::isUp).collect(Collectors.toList());
    if (up.isEmpty()) {
      return "no node is up";
    }
    Stability stability = new Stability(up, ClusterView.seenBy(up.get(0)));
    for (RedisNode node : up) {
      String problem = look.apply(stability, node);
      if (problem != null) {
        return node.address() + ": " + problem;
      }
    }
    return null;
  }

  private String problemOf(RedisNode node) {
    String info = (String) node.ask("CLUSTER", "INFO");
    if (!info.contains("cluster_state:ok")) {
      return info.lines().limit(4).collect(Collectors.joining(" "));
    }
    ClusterView view = ClusterView.seenBy(node);
    if (view.coveredSlots() != ClusterView.SLOTS) {
      return "knows owners of " + view.coveredSlots() + " slots";
    }
    String disagreement = disagreement(view);
    if (disagreement != null) {
      return disagreement;
    }
    ClusterView.Member self = view.member(node.id());
    if (self.isMaster()) {
      return null;
    }
    if (up.stream().noneMatch(candidate -> candidate.id().equals(self.masterId()))) {
      return "its master is down";
    }
    String replication = (String) node.ask("INFO", "replication");
    return replication.contains("master_link_status:up") ? null : "is not in sync with its master";
  }

  private String disagreement(ClusterView view) {
    for (RedisNode other : up) {
      String problem = disagreement(view, other);
      if (problem != null) {
        return problem;
      }
    }
    return null;
  }

  private String disagreement(ClusterView view, RedisNode other) {
    ClusterView.Member seen = view.member(other.id());
    ClusterView.Member expected = reference.member(other.id());
    if (seen == null || expected == null || !seen.isTrusted()) {
      return "does not see " + other.address() + (seen == null ? "" : ": " + seen.flags());
    }
    if (seen.isMaster() != expected.isMaster()
        || !seen.isMaster() && !seen.masterId().equals(expected.masterId())) {
      return "disagrees on the role of " + other.address() + ": " + seen.flags();
    }
    if (seen.isMaster() && seen.epoch() != expected.epoch()) {
      return "disagrees on the epoch of " + other.address();
    }
    return seen.slots().equals(expected.slots())
        ? null
        : "disagrees on the slots of " + other.address();
  }
}
