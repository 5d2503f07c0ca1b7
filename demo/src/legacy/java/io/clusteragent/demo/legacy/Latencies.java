package io.clusteragent.demo.legacy;

import java.util.concurrent.atomic.AtomicIntegerArray;

/** A histogram of durations since the last {@link #takeP99AndMax}, exact to one eighth. */
final class Latencies {
  private static final int STEPS = 8;

  private final AtomicIntegerArray buckets = new AtomicIntegerArray(64 * STEPS);

  void record(long nanos) {
    buckets.incrementAndGet(bucket(Math.max(STEPS, nanos / 1_000)));
  }

  /** The first bucket holds values up to 8 us; above, each power of two has eight buckets. */
  private static int bucket(long micros) {
    int exponent = 63 - Long.numberOfLeadingZeros(micros);
    return exponent * STEPS + (int) (micros >>> exponent - 3) - STEPS;
  }

  private static long upperBound(int bucket) {
    int exponent = bucket / STEPS;
    return (long) (bucket % STEPS + STEPS + 1) << exponent - 3;
  }

  /** Returns the 99th percentile and the maximum in microseconds, 0 if nothing was recorded; starts anew. */
  long[] takeP99AndMax() {
    int[] counts = new int[buckets.length()];
    long total = 0;
    for (int i = 0; i < counts.length; i++) {
      counts[i] = buckets.getAndSet(i, 0);
      total += counts[i];
    }
    long p99 = 0;
    long max = 0;
    long seen = 0;
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] > 0) {
        if (seen * 100 < total * 99) {
          p99 = upperBound(i);
        }
        seen += counts[i];
        max = upperBound(i);
      }
    }
    return new long[] {p99, max};
  }
}
