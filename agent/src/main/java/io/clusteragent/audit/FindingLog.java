package io.clusteragent.audit;

import io.clusteragent.cluster.topology.HashSlot;
import io.clusteragent.command.Command;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/**
 * Collects the findings of this JVM, in bounded memory.
 *
 * <p>For each verdict on each command of the table it distinguishes {@link #MOST_PATTERNS} patterns of keys, and counts
 * the rest together. So an unlimited number of keys displaces no other finding.
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

  /**
   * Counts a command that a cluster executes as one server does.
   *
   * @param slot the slot of its key, or -1
   */
  void fine(int slot) {
    fine.increment();
    if (slot >= 0) {
      slots.incrementAndGet(slot);
    }
  }

  /** Counts a command that the table does not have. */
  void unknown() {
    unknown.increment();
  }

  /** Counts a command that could not be read, or the rest of a connection. */
  void unseen() {
    unseen.increment();
  }

  void add(Compatibility verdict, Command command) {
    finding(verdict, command, "", null, null).seen();
  }

  /** Adds a command with two keys of different slots. */
  void add(Compatibility verdict, Command command, byte[] key, byte[] other) {
    slots.incrementAndGet(HashSlot.of(key));
    String keys = masked ? MASKED : KeyPattern.of(key) + ", " + KeyPattern.of(other);
    finding(verdict, command, keys, key, other).seen();
  }

  private Finding finding(
      Compatibility verdict, Command command, String keys, byte[] key, byte[] other) {
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

  /** All findings, the most frequent first. */
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

  /** Number of commands with a key in the slot. */
  long inSlot(int slot) {
    return slots.get(slot);
  }
}
