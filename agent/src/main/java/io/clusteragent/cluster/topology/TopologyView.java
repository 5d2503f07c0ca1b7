package io.clusteragent.cluster.topology;

import io.clusteragent.cluster.node.Node;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/** Holds the nodes of a cluster and the assignment of its slots, from one topology. Immutable. */
public final class TopologyView {
  /** The view while no topology is known. */
  public static final TopologyView NONE =
      new TopologyView(SlotMap.EMPTY, Collections.<Node>emptySet());

  private final SlotMap slots;
  private final Set<Node> members;

  private TopologyView(SlotMap slots, Set<Node> members) {
    this.slots = slots;
    this.members = Collections.unmodifiableSet(members);
  }

  /** Builds the view, and updates the ids of the nodes. */
  public static TopologyView of(Topology topology, NodeRegistry nodes) {
    Node[] owners = new Node[HashSlot.COUNT];
    Node[][] replicas = new Node[HashSlot.COUNT][];
    Set<Node> named = new LinkedHashSet<>();
    for (Topology.Range range : topology.ranges()) {
      Node master = null;
      Set<Node> others = new LinkedHashSet<>();
      for (Topology.Member member : range.members) {
        Node node = nodes.update(member.address, member.id);
        named.add(node);
        if (master == null) {
          master = node;
        } else {
          others.add(node);
        }
      }
      Arrays.fill(owners, range.first, range.last + 1, master);
      Arrays.fill(replicas, range.first, range.last + 1, others.toArray(new Node[0]));
    }
    return new TopologyView(new SlotMap(owners, replicas), named);
  }

  public SlotMap slots() {
    return slots;
  }

  /** Masters with slots, and their replicas. */
  public Set<Node> members() {
    return members;
  }
}
