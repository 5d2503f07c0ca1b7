package io.clusteragent.metrics;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts durations in buckets of fixed size.
 *
 * <p>Below 16 microseconds the buckets are exact. From there on each power of two has eight buckets, so that no figure
 * is off by more than an eighth. The last bucket, from about a minute on, holds all longer durations.
 */
public final class Histogram {
  private static final int EXACT = 16;
  private static final int LOG2_EXACT = 4;
  private static final int LOG2_STEPS = 3;
  private static final int OCTAVES = 22;
  private static final int BUCKETS = EXACT + (OCTAVES << LOG2_STEPS);

  private final AtomicLongArray buckets = new AtomicLongArray(BUCKETS);
  private final LongAdder nanos = new LongAdder();

  /** Adds one duration. */
  public void record(long durationNanos) {
    buckets.incrementAndGet(bucket(TimeUnit.NANOSECONDS.toMicros(Math.max(0, durationNanos))));
    nanos.add(durationNanos);
  }

  private static int bucket(long micros) {
    if (micros < EXACT) {
      return (int) micros;
    }
    int log2 = 63 - Long.numberOfLeadingZeros(micros);
    int step = (int) (micros >> log2 - LOG2_STEPS) & (1 << LOG2_STEPS) - 1;
    return Math.min(BUCKETS - 1, EXACT + (log2 - LOG2_EXACT << LOG2_STEPS) + step);
  }

  /** The first number of microseconds that is too large for a bucket. */
  private static long end(int bucket) {
    if (bucket < EXACT) {
      return bucket + 1L;
    }
    int beyond = bucket - EXACT;
    int step = (beyond & (1 << LOG2_STEPS) - 1) + 1;
    return (1L << LOG2_STEPS) + step << (beyond >> LOG2_STEPS) + LOG2_EXACT - LOG2_STEPS;
  }

  /** Copies what has been recorded up to now. Other histograms can be added to the copy. */
  public Snapshot snapshot() {
    Snapshot snapshot = new Snapshot();
    snapshot.add(this);
    return snapshot;
  }

  void reset() {
    for (int i = 0; i < BUCKETS; i++) {
      buckets.set(i, 0);
    }
    nanos.reset();
  }

  /** Holds the sum of one or several histograms at one moment. Owned by one thread. */
  public static final class Snapshot {
    private final long[] counts = new long[BUCKETS];
    private long total;
    private long nanos;

    public void add(Histogram histogram) {
      for (int i = 0; i < BUCKETS; i++) {
        long count = histogram.buckets.get(i);
        counts[i] += count;
        total += count;
      }
      nanos += histogram.nanos.sum();
    }

    /** Number of durations. */
    public long count() {
      return total;
    }

    /** Their sum, in nanoseconds. */
    public long totalNanos() {
      return nanos;
    }

    /**
     * The duration that a share of all does not exceed.
     *
     * @param share from 0 to 1
     * @return microseconds, by at most an eighth too many; 0 when nothing was recorded
     */
    public long micros(double share) {
      long rank = Math.max(1, (long) Math.ceil(share * total));
      long seen = 0;
      for (int i = 0; i < BUCKETS && total > 0; i++) {
        seen += counts[i];
        if (seen >= rank) {
          return end(i);
        }
      }
      return 0;
    }
  }
}
