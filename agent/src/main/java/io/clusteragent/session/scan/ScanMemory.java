package io.clusteragent.session.scan;

import io.clusteragent.cluster.topology.HashSlot;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * What the scans over one cluster have to remember between two calls, for all connections of the JVM. Bounded: the oldest goes first.
 * Thread-safe.
 */
public final class ScanMemory {

  /** The largest cursor for a client that parses it as an {@code int}. */
  public static final long MAX_INT = Integer.MAX_VALUE;

  /** So many cursors are remembered. */
  public static final int CURSORS = 16 * 1024;

  private static final int PASSES = 64;
  private static final int PASSES_OF_ONE_SLOT = 1024;

  /** Remembered cursors are no smaller, so that a number made up by hand is none. */
  private static final long LEAST = 1L << 30;

  private static final long LEAST_OF_MANY = 1L << 48;
  private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Map<Long, ScanPosition> cursors = new Bounded<>(CURSORS, false);
  private final Map<Integer, ScanPass> passes = new Bounded<>(PASSES, true);
  private final Map<Long, ScanPass> passesOfOneSlot = new Bounded<>(PASSES_OF_ONE_SLOT, true);
  private SlotSnapshot latest;
  private SlotSnapshot.Means latestMeans;
  private long latestAt;

  /**
   * The cursor that leads on from a position.
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

  /** A random number: one that another process gave out is not taken for one of this process's. */
  private long remember(ScanPosition position, long largest) {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    long least = largest == MAX_INT ? LEAST : LEAST_OF_MANY;
    long cursor;
    do {
      cursor = random.nextLong(least, largest) | 1;
    } while (cursors.containsKey(cursor));
    cursors.put(cursor, position);
    return cursor;
  }

  /** Whether a number can be a remembered cursor, of this process or another. */
  public static boolean mayBeRemembered(long cursor) {
    return cursor >= LEAST && ScanCursor.isRemembered(cursor);
  }

  /** The position that a remembered cursor stands for; {@code null} when it is not known, or not any more. */
  public synchronized ScanPosition position(long cursor) {
    return cursors.get(cursor);
  }

  /** The first pass that began with these slots and nodes; {@code null} when it is not known, or not any more. */
  public synchronized ScanPass firstPass(BitSet wanted, int fingerprint) {
    return isWhole(wanted)
        ? passes.get(fingerprint)
        : passesOfOneSlot.get(key(wanted, fingerprint));
  }

  /** The first pass that begins with a snapshot; remembered, so that cursors lead back to it. */
  public synchronized ScanPass firstPass(SlotSnapshot start) {
    BitSet wanted = start.wanted();
    int fingerprint = ScanCursor.fingerprint(start);
    ScanPass known = firstPass(wanted, fingerprint);
    if (known != null && known.start().fingerprint() == start.fingerprint()) {
      return known;
    }
    ScanPass pass = new ScanPass(start);
    if (known != null) {
      return pass; // one in half a million: its cursors are remembered, each by itself
    }
    if (isWhole(wanted)) {
      passes.put(fingerprint, pass);
    } else {
      passesOfOneSlot.put(key(wanted, fingerprint), pass);
    }
    return pass;
  }

  /** A snapshot of all slots that is at most a second old, or {@code null}. */
  public synchronized SlotSnapshot fresh(BitSet wanted, SlotSnapshot.Means means) {
    boolean usable = isWhole(wanted)
        && latest != null
        && latestMeans == means
        && System.nanoTime() - latestAt < FRESH_NANOS;
    return usable ? latest : null;
  }

  public synchronized void rememberSnapshot(SlotSnapshot snapshot, SlotSnapshot.Means means) {
    if (isWhole(snapshot.wanted())) {
      latest = snapshot;
      latestMeans = means;
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
