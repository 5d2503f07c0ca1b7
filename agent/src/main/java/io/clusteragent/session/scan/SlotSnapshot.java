package io.clusteragent.session.scan;

import io.clusteragent.cluster.node.Node;
import io.clusteragent.cluster.topology.HashSlot;
import io.clusteragent.cluster.topology.SlotClaims;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Records which masters hold the keys of which hash slots at one moment.
 *
 * <p>The data come from the masters themselves. The keys of a slot are on its owner. While the slot moves they are on two
 * nodes, and go from the first one to the second one. Members are in the order of their lowest slots, so that every process
 * sees the same order.
 *
 * <p>Immutable.
 */
public final class SlotSnapshot {

  /** The source of a master's slots, the best one first. The application's user may lack the right to the better ones. */
  public enum Source {
    NODES,
    SLOTS,
    SLOT_MAP
  }

  /** A node as it was at the moment of the snapshot. */
  public static final class Member {
    public final Node node;
    public final String id;
    final long epoch;
    final String run;

    Member(Node node, String id, long epoch, String run) {
      this.node = node;
      this.id = id;
      this.epoch = epoch;
      this.run = run;
    }

    /** Whether the same process still runs at a later moment, as far as that is known. */
    private boolean isSameProcessAs(Member later) {
      return later == null || run.isEmpty() || later.run.isEmpty() || run.equals(later.run);
    }

    /** Whether the node took over no slot until a later moment, as far as that is known. */
    private boolean tookOverNothing(Member later) {
      return later == null
          || epoch == SlotClaims.NO_EPOCH
          || later.epoch == SlotClaims.NO_EPOCH
          || epoch == later.epoch;
    }
  }

  /** The target of a slot that moves to a node whose address is unknown. */
  private static final Member UNREACHABLE = new Member(null, "", SlotClaims.NO_EPOCH, "");

  private final BitSet wanted;
  private final Member[] first = new Member[HashSlot.COUNT];
  private final Member[] second = new Member[HashSlot.COUNT];
  private final List<Member> members = new ArrayList<>();
  private final Map<String, Member> byId = new HashMap<>();
  private final long fingerprint;

  /**
   * @param wanted the slots of interest
   * @param claims the claims of the masters, one for each
   * @param nodeOf finds the node with an id that none of these masters has; returns {@code null} when it cannot
   */
  public SlotSnapshot(BitSet wanted, List<SlotClaims> claims, Function<String, Node> nodeOf) {
    this.wanted = wanted;
    Map<String, SlotClaims> claimants = new HashMap<>();
    for (SlotClaims claim : claims) {
      claimants.put(claim.id(), claim);
      byId.put(claim.id(), new Member(claim.node(), claim.id(), claim.epoch(), claim.runId()));
    }
    for (SlotClaims claim : claimants.values()) {
      assign(claim, claimants);
    }
    for (SlotClaims claim : claimants.values()) {
      addImports(claim);
    }
    addTargets(claimants, nodeOf);
    order();
    fingerprint = hash();
  }

  /**
   * Chooses the owner when two masters claim a slot: the one that the slot migrates from, else the one with the higher epoch.
   */
  private void assign(SlotClaims claim, Map<String, SlotClaims> claimants) {
    BitSet slots = claim.slots();
    for (int slot = next(slots, 0); slot >= 0; slot = next(slots, slot + 1)) {
      Member other = first[slot];
      boolean migrates =
          other != null && claim.id().equals(claimants.get(other.id).target(slot));
      boolean wins = other == null
          || other.id.equals(claim.target(slot))
          || !migrates && isNewer(claim, other);
      if (wins) {
        first[slot] = byId.get(claim.id());
      }
    }
  }

  private static boolean isNewer(SlotClaims claim, Member other) {
    return claim.epoch() == other.epoch
        ? claim.id().compareTo(other.id) < 0
        : claim.epoch() > other.epoch;
  }

  /**
   * Handles slots that a node imports although their owner does not migrate them: keys on the importing node go to the owner, if
   * they move at all.
   */
  private void addImports(SlotClaims claim) {
    for (Map.Entry<Integer, String> open : claim.sources().entrySet()) {
      int slot = open.getKey();
      Member owner = first[slot];
      if (wanted.get(slot) && owner != null && owner.id.equals(open.getValue())) {
        first[slot] = byId.get(claim.id());
        second[slot] = owner;
      }
    }
  }

  private void addTargets(Map<String, SlotClaims> claimants, Function<String, Node> nodeOf) {
    for (int slot = next(wanted, 0); slot >= 0; slot = next(wanted, slot + 1)) {
      Member owner = second[slot] == null ? first[slot] : second[slot];
      String target = owner == null ? null : claimants.get(owner.id).target(slot);
      if (target != null) {
        first[slot] = owner;
        second[slot] = member(target, nodeOf);
      }
    }
  }

  private Member member(String id, Function<String, Node> nodeOf) {
    Member known = byId.get(id);
    if (known == null) {
      Node node = nodeOf.apply(id);
      known = node == null ? UNREACHABLE : new Member(node, id, SlotClaims.NO_EPOCH, "");
      byId.put(id, known);
    }
    return known;
  }

  private void order() {
    Set<Member> ordered = new LinkedHashSet<>();
    for (int slot = next(wanted, 0); slot >= 0; slot = next(wanted, slot + 1)) {
      for (Member member : Arrays.asList(first[slot], second[slot])) {
        if (member != null && member != UNREACHABLE) {
          ordered.add(member);
        }
      }
    }
    members.addAll(ordered);
  }

  private int next(BitSet slots, int from) {
    int slot = slots.nextSetBit(from);
    while (slot >= 0 && !wanted.get(slot)) {
      slot = slots.nextSetBit(slot + 1);
    }
    return slot;
  }

  /** Returns the slots of interest. Read-only. */
  public BitSet wanted() {
    return wanted;
  }

  /** Returns all nodes with keys of these slots, in the order of their lowest slots. */
  List<Member> members() {
    return members;
  }

  /** Returns the number of slots that no master claims. */
  public int unclaimed() {
    int count = 0;
    for (int slot = next(wanted, 0); slot >= 0; slot = next(wanted, slot + 1)) {
      count += first[slot] == null ? 1 : 0;
    }
    return count;
  }

  /** Returns the node that holds the keys of a slot that have not moved; {@code null} when there is none. */
  Member first(int slot) {
    return first[slot];
  }

  /** Returns the node that the keys of a slot move to; {@code null} when they do not move, or the node's address is unknown. */
  Member second(int slot) {
    return second[slot] == UNREACHABLE ? null : second[slot];
  }

  /**
   * Whether a walk over the nodes of a slot found all keys that were present all the time.
   *
   * <p>The walk began at this snapshot, visited the first node before the second one, and ended at a later snapshot.
   *
   * @param strictly whether a node that took over any slot in between counts as changed: this slot may have left it and come
   *     back
   */
  boolean holds(int slot, SlotSnapshot later, boolean strictly) {
    Member from = first[slot];
    Member to = second[slot];
    Member owner = later.first[slot];
    if (from == null || to == UNREACHABLE || owner == null) {
      return false;
    }
    Member fromLater = later.byId.get(from.id);
    if (!from.isSameProcessAs(fromLater) || strictly && !from.tookOverNothing(fromLater)) {
      return false;
    }
    boolean same = owner.id.equals(from.id) && id(later.second[slot]).equals(id(to));
    boolean arrived = to != null && owner.id.equals(to.id) && later.second[slot] == null;
    return (same || arrived) && (to == null || to.isSameProcessAs(later.byId.get(to.id)));
  }

  private static String id(Member member) {
    return member == null ? "" : member.id;
  }

  /** Returns a number that differs, almost certainly, between two snapshots that differ. */
  long fingerprint() {
    return fingerprint;
  }

  private long hash() {
    long hash = 1;
    for (Member member : members) {
      hash = mix(mix(mix(hash, member.id.hashCode()), member.run.hashCode()), member.epoch);
    }
    Member from = null;
    Member to = null;
    for (int slot = next(wanted, 0); slot >= 0; slot = next(wanted, slot + 1)) {
      if (first[slot] != from || second[slot] != to) {
        from = first[slot];
        to = second[slot];
        hash = mix(mix(mix(hash, slot), id(from).hashCode()), id(to).hashCode());
      }
    }
    return hash;
  }

  private static long mix(long hash, long value) {
    long mixed = (hash ^ value) * 0x9E3779B97F4A7C15L;
    return mixed ^ mixed >>> 29;
  }
}
