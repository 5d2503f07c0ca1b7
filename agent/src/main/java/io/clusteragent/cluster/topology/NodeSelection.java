package io.clusteragent.cluster.topology;

import io.clusteragent.cluster.node.Node;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/** Orders nodes of which any will do, for trying one after the other. */
public final class NodeSelection {
  private NodeSelection() {}

  /** Preferred nodes first, suspect nodes last. Each group is in random order, so that not all sessions use the same node. */
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
