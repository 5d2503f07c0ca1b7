package io.clusteragent.cluster;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/** What one topology says: the nodes of the cluster, and which slots are assigned to which of them. Immutable. */
final class Assignment {
  /** While no topology is known. */
  static final Assignment NONE = new Assignment(SlotMap.EMPTY, Collections.<Node>emptySet());

  private final SlotMap slots;
  private final Set<Node> members;

  private Assignment(SlotMap slots, Set<Node> members) {
    this.slots = slots;
    this.members = Collections.unmodifiableSet(members);
  }

  /** The nodes get to know what the topology says of them. */
  static Assignment of(Topology topology, KnownNodes nodes) {
    Node[] owners = new Node[HashSlot.COUNT];
    Node[][] replicas = new Node[HashSlot.COUNT][];
    Set<Node> named = new LinkedHashSet<>();
    for (Topology.Range range : topology.ranges()) {
      Node master = null;
      Set<Node> others = new LinkedHashSet<>();
      for (Topology.Member member : range.members) {
        Node node = nodes.named(member.address, member.id);
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
    return new Assignment(new SlotMap(owners, replicas), named);
  }

  SlotMap slots() {
    return slots;
  }

  /** Masters with slots, and their replicas. */
  Set<Node> members() {
    return members;
  }
}
