package io.clusteragent.session.scan;

import io.clusteragent.session.scan.SlotSnapshot.Member;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Describes one walk of SCAN over the nodes of some hash slots.
 *
 * <p>SCAN promises every key that is present from its beginning to its end. A node keeps that promise for the slots that it
 * serves during the whole walk. So the slots are compared before and after the walk. The next pass walks the slots that moved,
 * and the slots whose node was replaced.
 *
 * <p>Immutable.
 */
public final class ScanPass {
  /**
   * After so many passes, a slot that may have left a node and come back counts as walked. Otherwise two reshardings could keep
   * a scan going endlessly.
   */
  private static final int STRICT_PASSES = 4;

  /** The walk over one node, from its cursor 0 to its cursor 0. */
  public static final class Visit {
    public final Member member;
    public final BitSet slots;

    /** Whether keys of other slots are left out, because earlier visits returned them. */
    public final boolean filters;

    /** Whether it must not begin before the visits to the first nodes of the slots have ended. */
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

  /** Starts the first pass, over all slots of interest. */
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

  /** Returns the number of this pass; 1 for the first one. */
  public int number() {
    return number;
  }

  /** Returns the visits in their order. */
  public List<Visit> visits() {
    return visits;
  }

  /**
   * Returns the pass that follows this one.
   *
   * @param end the slots after all visits
   * @param missed the slots of visits that could not be completed
   * @return {@code null} when no further pass is needed
   */
  public ScanPass next(SlotSnapshot end, BitSet missed) {
    BitSet left = new BitSet();
    for (int slot = slots.nextSetBit(0); slot >= 0; slot = slots.nextSetBit(slot + 1)) {
      left.set(slot, missed.get(slot) || !start.holds(slot, end, number <= STRICT_PASSES));
    }
    return left.isEmpty() ? null : new ScanPass(end, left, number + 1);
  }
}
