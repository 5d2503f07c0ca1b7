package io.clusteragent.cluster.topology;

import io.clusteragent.cluster.node.Node;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/** Maps each hash slot to its master. Immutable: a change makes a new map, so readers need no lock. */
public final class SlotMap {

  private static final Node[] NO_NODES = new Node[0];

  public static final SlotMap EMPTY =
      new SlotMap(new Node[HashSlot.COUNT], new Node[HashSlot.COUNT][]);

  private final Node[] owners;
  private final Node[][] replicas;
  private volatile Set<Node> masters;
  private volatile int covered = -1;

  /** Takes over the arrays, with one entry for each slot; {@code null} where no node is known. */
  SlotMap(Node[] owners, Node[][] replicas) {
    this.owners = owners;
    this.replicas = replicas;
  }

  /** The master of a slot, or {@code null} when no node is known to serve it. */
  public Node owner(int slot) {
    return owners[slot];
  }

  /** The replicas of a slot's shard; empty when none is known. Callers must not change the array. */
  public Node[] replicas(int slot) {
    return replicas[slot] == null ? NO_NODES : replicas[slot];
  }

  /** This map with one slot changed. */
  public SlotMap withOwner(int slot, Node node) {
    if (owners[slot] == node) {
      return this;
    }
    Node[] changed = owners.clone();
    changed[slot] = node;
    Node[][] changedReplicas = replicas.clone();
    changedReplicas[slot] = null; // known after the next refresh
    return new SlotMap(changed, changedReplicas);
  }

  /** All masters that own at least one slot. */
  public Set<Node> masters() {
    Set<Node> known = masters;
    if (known == null) {
      known = new LinkedHashSet<>(Arrays.asList(owners));
      known.remove(null);
      masters = Collections.unmodifiableSet(known);
    }
    return known;
  }

  /** Number of slots with a known owner. */
  public int covered() {
    if (covered < 0) {
      int known = 0;
      for (Node owner : owners) {
        if (owner != null) {
          known++;
        }
      }
      covered = known;
    }
    return covered;
  }
}
