package bench;

/**
 * Counts durations in buckets that are 1/32 of a power of two wide, so that a percentile is at most 3 % too high. Written by
 * one thread.
 */
final class Latencies {
  private static final int SUB_BITS = 5;
  private static final int SUB_BUCKETS = 1 << SUB_BITS;

  private final long[] counts = new long[(Long.SIZE - SUB_BITS) * SUB_BUCKETS];

  void add(long nanos) {
    counts[bucket(nanos)]++;
  }

  void add(Latencies other) {
    for (int i = 0; i < counts.length; i++) {
      counts[i] += other.counts[i];
    }
  }

  private static int bucket(long nanos) {
    if (nanos < SUB_BUCKETS) {
      return (int) Math.max(0, nanos);
    }
    int shift = Long.SIZE - 1 - Long.numberOfLeadingZeros(nanos) - SUB_BITS;
    return (shift << SUB_BITS) + (int) (nanos >>> shift);
  }

  /** The upper end of a bucket in nanoseconds. */
  private static long upperEnd(int bucket) {
    int shift = Math.max(0, (bucket >> SUB_BITS) - 1);
    return ((long) (bucket - (shift << SUB_BITS) + 1) << shift) - 1;
  }

  /**
   * A percentile in nanoseconds.
   *
   * @param share of all durations, 0 to 1
   */
  long percentile(double share) {
    long total = 0;
    for (long count : counts) {
      total += count;
    }
    long wanted = Math.max(1, (long) Math.ceil(total * share));
    long seen = 0;
    for (int i = 0; i < counts.length; i++) {
      seen += counts[i];
      if (seen >= wanted) {
        return upperEnd(i);
      }
    }
    return 0;
  }
}
