package io.clusteragent.cluster;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;

/** Which master owns which hash slot. Immutable: a change makes a new map, so readers need no lock. */
public final class SlotMap {

  static final SlotMap EMPTY = new SlotMap(new Node[HashSlot.COUNT]);

  private final Node[] owners;

  /** Takes over the array, one entry a slot, {@code null} where nobody is known. */
  SlotMap(Node[] owners) {
    this.owners = owners;
  }

  /** The master of a slot, or {@code null} when no node is known to serve it. */
  public Node owner(int slot) {
    return owners[slot];
  }

  /** This map with one slot changed. */
  SlotMap withOwner(int slot, Node node) {
    if (owners[slot] == node) {
      return this;
    }
    Node[] changed = owners.clone();
    changed[slot] = node;
    return new SlotMap(changed);
  }

  /** All masters that own at least one slot. */
  public Set<Node> masters() {
    Set<Node> masters = new LinkedHashSet<>(Arrays.asList(owners));
    masters.remove(null);
    return masters;
  }

  /** Number of slots with a known owner. */
  public int covered() {
    int covered = 0;
    for (Node owner : owners) {
      if (owner != null) {
        covered++;
      }
    }
    return covered;
  }
}
