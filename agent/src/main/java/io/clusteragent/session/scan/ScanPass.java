package io.clusteragent.session.scan;

import io.clusteragent.session.scan.SlotSnapshot.Member;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One walk of SCAN over the nodes that hold the keys of some hash slots. Immutable.
 *
 * <p>SCAN promises every key that is there from its beginning to its end. A node keeps that promise for the slots that it
 * serves all the while. So the slots are compared before and after the walk; those that moved, and those whose node was
 * replaced, are for the next pass.
 */
public final class ScanPass {
  /** From then on a slot that may have left a node and come back counts as walked: else two reshardings could go on for ever. */
  private static final int STRICT_PASSES = 4;

  /** One node, walked from its cursor 0 to its cursor 0. */
  public static final class Visit {
    public final Member member;
    public final BitSet slots;

    /** Whether keys of other slots are left out: they were shown before. */
    public final boolean filters;

    /** Whether it must not begin before the visits to the first nodes have ended. */
    public final boolean second;

    private Visit(Member member, BitSet slots, boolean filters, boolean second) {
      this.member = member;
      this.slots = slots;
      this.filters = filters;
      this.second = second;
    }
  }

  private final SlotSnapshot start;
  private final BitSet slots;
  private final int number;
  private final List<Visit> visits = new ArrayList<>();

  /** The first pass, over all slots of interest. */
  public ScanPass(SlotSnapshot start) {
    this(start, start.wanted(), 1);
  }

  private ScanPass(SlotSnapshot start, BitSet slots, int number) {
    this.start = start;
    this.slots = slots;
    this.number = number;
    addVisits(false);
    addVisits(true);
  }

  private void addVisits(boolean second) {
    Map<Member, BitSet> held = new LinkedHashMap<>();
    for (Member member : start.members()) {
      held.put(member, new BitSet());
    }
    for (int slot = slots.nextSetBit(0); slot >= 0; slot = slots.nextSetBit(slot + 1)) {
      Member member = second ? start.second(slot) : start.first(slot);
      if (member != null) {
        held.get(member).set(slot);
      }
    }
    held.values().removeIf(BitSet::isEmpty);
    held.forEach((member, its) -> visits.add(new Visit(member, its, second || number > 1, second)));
  }

  public SlotSnapshot start() {
    return start;
  }

  /** 1 for the first pass. */
  public int number() {
    return number;
  }

  /** In their order. */
  public List<Visit> visits() {
    return visits;
  }

  /**
   * The pass after this one.
   *
   * @param end the slots once all visits are made
   * @param missed slots of visits that could not be made
   * @return {@code null} when none is needed
   */
  public ScanPass next(SlotSnapshot end, BitSet missed) {
    BitSet left = new BitSet();
    for (int slot = slots.nextSetBit(0); slot >= 0; slot = slots.nextSetBit(slot + 1)) {
      left.set(slot, missed.get(slot) || !start.holds(slot, end, number <= STRICT_PASSES));
    }
    return left.isEmpty() ? null : new ScanPass(end, left, number + 1);
  }
}
