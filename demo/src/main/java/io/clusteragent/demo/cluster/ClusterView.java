package io.clusteragent.demo.cluster;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * The cluster as one node sees it: a parsed {@code CLUSTER NODES} reply.
 *
 * @param members every node that it knows, including itself
 */
record ClusterView(List<Member> members) {
  static final int SLOTS = 16384;

  /**
   * One node that is known to the replying node.
   *
   * @param flags for example {@code myself,master} or {@code slave,fail}
   * @param masterId null for a master
   * @param epoch the config epoch: among masters that claim a slot, the one with the highest owns it
   * @param slots the slots it owns; migrating ones stay with their source
   */
  record Member(String id, String flags, String masterId, long epoch, BitSet slots) {
    boolean isMaster() {
      return masterId == null;
    }

    /** Whether a majority of the masters has not reached the node for the node timeout. */
    boolean hasFailed() {
      return List.of(flags.split(",")).contains("fail");
    }

    boolean isTrusted() {
      return !flags.contains("fail") && !flags.contains("handshake") && !flags.contains("noaddr");
    }
  }

  static ClusterView seenBy(RedisNode node) {
    List<Member> members = new ArrayList<>();
    for (String line : ((String) node.ask("CLUSTER", "NODES")).split("\n")) {
      String[] fields = line.split(" ");
      BitSet slots = new BitSet(SLOTS);
      for (int i = 8; i < fields.length; i++) {
        addRange(slots, fields[i]);
      }
      String masterId = fields[2].contains("slave") ? fields[3] : null;
      members.add(new Member(fields[0], fields[2], masterId, Long.parseLong(fields[6]), slots));
    }
    return new ClusterView(members);
  }

  /** The entry of the replying node itself, which knows its own role and slots first. */
  static Member selfOf(RedisNode node) {
    return seenBy(node).member(node.id());
  }

  private static void addRange(BitSet slots, String range) {
    if (range.startsWith("[")) {
      return; // an open migration, [slot->-node] or [slot-<-node]
    }
    int dash = range.indexOf('-');
    int first = Integer.parseInt(dash < 0 ? range : range.substring(0, dash));
    int last = dash < 0 ? first : Integer.parseInt(range.substring(dash + 1));
    slots.set(first, last + 1);
  }

  /** The member with this id, or null. */
  Member member(String id) {
    for (Member member : members) {
      if (member.id().equals(id)) {
        return member;
      }
    }
    return null;
  }

  /** Whether this master's epoch is higher than that of any other. */
  boolean hasHighestEpoch(String id) {
    long epoch = member(id).epoch();
    return members.stream()
        .filter(ClusterView.Member::isMaster)
        .allMatch(member -> member.id().equals(id) || member.epoch() < epoch);
  }

  int coveredSlots() {
    return members.stream().mapToInt(member -> member.slots().cardinality()).sum();
  }
}
