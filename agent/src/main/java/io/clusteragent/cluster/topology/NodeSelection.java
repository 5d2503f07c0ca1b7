package io.clusteragent.cluster.topology;

import io.clusteragent.cluster.node.Node;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/** The order in which nodes are tried of which any will do. */
public final class NodeSelection {
  private NodeSelection() {}

  /** The preferred ones first, last those in trouble; at random in each group, so that not all sessions ask the same. */
  public static List<Node> of(Collection<Node> nodes, Set<Node> preferred) {
    List<Node> shuffled = new ArrayList<>(nodes);
    Collections.shuffle(shuffled, ThreadLocalRandom.current());
    List<Node> inOrder = new ArrayList<>();
    List<Node> others = new ArrayList<>();
    List<Node> suspects = new ArrayList<>();
    for (Node node : shuffled) {
      (node.isSuspect() ? suspects : preferred.contains(node) ? inOrder : others).add(node);
    }
    inOrder.addAll(others);
    inOrder.addAll(suspects);
    return inOrder;
  }
}
