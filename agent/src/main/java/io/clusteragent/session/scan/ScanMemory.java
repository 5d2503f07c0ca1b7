package io.clusteragent.session.scan;

import io.clusteragent.cluster.topology.HashSlot;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * Remembers the scans over one cluster between their calls.
 *
 * <p>All connections of the JVM share it. It is bounded: the oldest entries are removed first. Thread-safe.
 */
public final class ScanMemory {

  /** The largest cursor for a client that parses it as an {@code int}. */
  public static final long MAX_INT = Integer.MAX_VALUE;

  /** The number of cursors that are remembered. */
  public static final int CURSORS = 16 * 1024;

  private static final int PASSES = 64;
  private static final int PASSES_OF_ONE_SLOT = 1024;

  /** The smallest remembered cursor, so that a small number that somebody makes up is never one. */
  private static final long SMALLEST = 1L << 30;

  private static final long SMALLEST_LONG = 1L << 48;
  private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Map<Long, ScanPosition> cursors = new Bounded<>(CURSORS, false);
  private final Map<Integer, ScanPass> passes = new Bounded<>(PASSES, true);
  private final Map<Long, ScanPass> passesOfOneSlot = new Bounded<>(PASSES_OF_ONE_SLOT, true);
  private SlotSnapshot latest;
  private SlotSnapshot.Source latestSource;
  private long latestAt;

  /**
   * Returns the cursor with which the application continues from a position.
   *
   * @param largest the largest number that the client can parse
   */
  public synchronized long cursorFor(ScanPosition position, long largest) {
    SlotSnapshot start = position.pass.start();
    int fingerprint = ScanCursor.fingerprint(start);
    long number = ScanCursor.INVALID;
    if (position.missed.isEmpty() && firstPass(start.wanted(), fingerprint) == position.pass) {
      number = ScanCursor.of(position.cursor, fingerprint, position.visit);
    }
    return number == ScanCursor.INVALID || number > largest ? remember(position, largest) : number;
  }

  /**
   * Remembers a position under a random number, so that a cursor of another process is hardly ever taken for one of this
   * process.
   */
  private long remember(ScanPosition position, long largest) {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    long least = largest == MAX_INT ? SMALLEST : SMALLEST_LONG;
    long cursor;
    do {
      cursor = random.nextLong(least, largest) | 1;
    } while (cursors.containsKey(cursor));
    cursors.put(cursor, position);
    return cursor;
  }

  /** Whether a number can be a remembered cursor, of this process or of another one. */
  public static boolean mayBeRemembered(long cursor) {
    return cursor >= SMALLEST && ScanCursor.isRemembered(cursor);
  }

  /** Returns the position of a remembered cursor; {@code null} when it is unknown, or no longer remembered. */
  public synchronized ScanPosition position(long cursor) {
    return cursors.get(cursor);
  }

  /** Returns the first pass that began with these slots and nodes; {@code null} when it is unknown, or no longer remembered. */
  public synchronized ScanPass firstPass(BitSet wanted, int fingerprint) {
    return isWhole(wanted)
        ? passes.get(fingerprint)
        : passesOfOneSlot.get(key(wanted, fingerprint));
  }

  /** Returns the first pass that begins with a snapshot, and remembers it, so that its cursors find it again. */
  public synchronized ScanPass firstPass(SlotSnapshot start) {
    BitSet wanted = start.wanted();
    int fingerprint = ScanCursor.fingerprint(start);
    ScanPass known = firstPass(wanted, fingerprint);
    if (known != null && known.start().fingerprint() == start.fingerprint()) {
      return known;
    }
    ScanPass pass = new ScanPass(start);
    if (known != null) {
      return pass; // equal fingerprints, one case in 500,000: each cursor is remembered by itself
    }
    if (isWhole(wanted)) {
      passes.put(fingerprint, pass);
    } else {
      passesOfOneSlot.put(key(wanted, fingerprint), pass);
    }
    return pass;
  }

  /** Returns the snapshot of all slots, if it is at most a second old; else {@code null}. */
  public synchronized SlotSnapshot fresh(BitSet wanted, SlotSnapshot.Source source) {
    boolean usable = isWhole(wanted)
        && latest != null
        && latestSource == source
        && System.nanoTime() - latestAt < FRESH_NANOS;
    return usable ? latest : null;
  }

  public synchronized void rememberSnapshot(SlotSnapshot snapshot, SlotSnapshot.Source source) {
    if (isWhole(snapshot.wanted())) {
      latest = snapshot;
      latestSource = source;
      latestAt = System.nanoTime();
    }
  }

  private static boolean isWhole(BitSet wanted) {
    return wanted.cardinality() == HashSlot.COUNT;
  }

  private static long key(BitSet wanted, int fingerprint) {
    return (long) wanted.nextSetBit(0) << 32 | fingerprint;
  }

  private static final class Bounded<K, V> extends LinkedHashMap<K, V> {
    private static final long serialVersionUID = 1L;
    private final int limit;

    Bounded(int limit, boolean byUse) {
      super(16, 0.75f, byUse);
      this.limit = limit;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
      return size() > limit;
    }
  }
}
