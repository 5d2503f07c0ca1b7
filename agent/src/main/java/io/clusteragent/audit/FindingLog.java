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
 * <p>For each {@link Compatibility} of each command of the table it distinguishes {@link #MAX_PATTERNS} patterns of keys, and
 * counts the rest together. So an unlimited number of keys displaces no other finding.
 */
final class FindingLog {
  static final int MAX_PATTERNS = 20;
  static final String OTHERS = "(others)";
  private static final String MASKED = "(masked)";

  private final ConcurrentMap<String, Finding> findings = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, AtomicInteger> patterns = new ConcurrentHashMap<>();
  private final AtomicLongArray slots = new AtomicLongArray(HashSlot.COUNT);
  private final LongAdder compatible = new LongAdder();
  private final LongAdder unknown = new LongAdder();
  private final LongAdder unread = new LongAdder();
  private final boolean masked;

  /**
   * @param masked whether no patterns of keys are kept
   */
  FindingLog(boolean masked) {
    this.masked = masked;
  }

  /**
   * Counts a command that a cluster executes as a standalone server does.
   *
   * @param slot the slot of its key, or -1
   */
  void addCompatible(int slot) {
    compatible.increment();
    if (slot >= 0) {
      slots.incrementAndGet(slot);
    }
  }

  /** Counts a command that the table does not have. */
  void addUnknown() {
    unknown.increment();
  }

  /** Counts a command that could not be read, or a connection whose remaining commands are not read. */
  void addUnread() {
    unread.increment();
  }

  void add(Compatibility compatibility, Command command) {
    finding(compatibility, command, "", null, null).increment();
  }

  /** Adds a command with two keys of different slots. */
  void add(Compatibility compatibility, Command command, byte[] key, byte[] other) {
    slots.incrementAndGet(HashSlot.of(key));
    String keys = masked ? MASKED : KeyPattern.of(key) + ", " + KeyPattern.of(other);
    finding(compatibility, command, keys, key, other).increment();
  }

  private Finding finding(
      Compatibility compatibility, Command command, String keys, byte[] key, byte[] other) {
    String group = compatibility + " " + command.name() + " ";
    Finding known = findings.get(group + keys);
    if (known != null) {
      return known;
    }
    AtomicInteger count = patterns.computeIfAbsent(group, g -> new AtomicInteger());
    if (count.get() < MAX_PATTERNS && count.incrementAndGet() <= MAX_PATTERNS) {
      String tag = masked || key == null ? "" : HashTag.suggestion(key, other);
      return findings.computeIfAbsent(
          group + keys, id -> new Finding(compatibility, command.name(), keys, tag));
    }
    return findings.computeIfAbsent(
        group + OTHERS, id -> new Finding(compatibility, command.name(), OTHERS, ""));
  }

  /** All findings, the most frequent first. */
  List<Finding> findings() {
    List<Finding> all = new ArrayList<>(findings.values());
    all.sort((a, b) -> Long.compare(b.count(), a.count()));
    return all;
  }

  long compatibleCount() {
    return compatible.sum();
  }

  long unknownCount() {
    return unknown.sum();
  }

  long unreadCount() {
    return unread.sum();
  }

  /** The number of commands with a key in the slot. */
  long commandsInSlot(int slot) {
    return slots.get(slot);
  }
}
