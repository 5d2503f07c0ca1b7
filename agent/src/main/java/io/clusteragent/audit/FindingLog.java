package io.clusteragent.audit;

import io.clusteragent.cluster.HashSlot;
import io.clusteragent.command.Command;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/**
 * What was seen in this JVM. Bounded: of each verdict on each command of the table so many patterns of keys are told
 * apart, and the rest is counted together, so that keys without number crowd out nothing else.
 */
final class FindingLog {
  static final int MOST_PATTERNS = 20;
  static final String OTHERS = "(others)";
  private static final String MASKED = "(masked)";

  private final ConcurrentMap<String, Finding> findings = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, AtomicInteger> patterns = new ConcurrentHashMap<>();
  private final AtomicLongArray slots = new AtomicLongArray(HashSlot.COUNT);
  private final LongAdder fine = new LongAdder();
  private final LongAdder unknown = new LongAdder();
  private final LongAdder unseen = new LongAdder();
  private final boolean masked;

  /**
   * @param masked whether not even patterns of keys are kept
   */
  FindingLog(boolean masked) {
    this.masked = masked;
  }

  /** A command that a cluster executes as one server does; its slot, or -1. */
  void fine(int slot) {
    fine.increment();
    if (slot >= 0) {
      slots.incrementAndGet(slot);
    }
  }

  /** A command that the table does not have. */
  void unknown() {
    unknown.increment();
  }

  /** A command that could not be looked at, or a connection from here on. */
  void unseen() {
    unseen.increment();
  }

  void add(Verdict verdict, Command command) {
    finding(verdict, command, "", null, null).seen();
  }

  /** A command with two keys of different slots. */
  void add(Verdict verdict, Command command, byte[] key, byte[] other) {
    slots.incrementAndGet(HashSlot.of(key));
    String keys = masked ? MASKED : KeyPattern.of(key) + ", " + KeyPattern.of(other);
    finding(verdict, command, keys, key, other).seen();
  }

  private Finding finding(Verdict verdict, Command command, String keys, byte[] key, byte[] other) {
    String group = verdict + " " + command.name() + " ";
    Finding known = findings.get(group + keys);
    if (known != null) {
      return known;
    }
    AtomicInteger count = patterns.computeIfAbsent(group, g -> new AtomicInteger());
    if (count.get() < MOST_PATTERNS && count.incrementAndGet() <= MOST_PATTERNS) {
      String tag = masked || key == null ? "" : HashTag.suggestion(key, other);
      return findings.computeIfAbsent(
          group + keys, id -> new Finding(verdict, command.name(), keys, tag));
    }
    return findings.computeIfAbsent(
        group + OTHERS, id -> new Finding(verdict, command.name(), OTHERS, ""));
  }

  /** The most frequent first. */
  List<Finding> findings() {
    List<Finding> all = new ArrayList<>(findings.values());
    all.sort((a, b) -> Long.compare(b.count(), a.count()));
    return all;
  }

  long fine() {
    return fine.sum();
  }

  long unknownCount() {
    return unknown.sum();
  }

  long unseenCount() {
    return unseen.sum();
  }

  /** Commands with a key in each slot. */
  long inSlot(int slot) {
    return slots.get(slot);
  }
}
