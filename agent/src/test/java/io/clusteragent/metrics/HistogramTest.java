package io.clusteragent.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks that durations come back from the buckets nearly as they were recorded. */
class HistogramTest {
  private final Histogram histogram = new Histogram();

  @Test
  void withoutDurationsThereIsNone() {
    assertEquals(0, histogram.snapshot().micros(0.99));
    assertEquals(0, histogram.snapshot().count());
  }

  @ParameterizedTest
  @ValueSource(
      longs = {0, 1, 15, 16, 17, 31, 32, 100, 999, 1_000, 65_535, 65_536, 2_000_000, 60_000_000})
  void noFigureIsTooSmallOrMoreThanAnEighthTooLarge(long micros) {
    histogram.record(micros * 1000 + 999);

    long read = histogram.snapshot().micros(0.5);
    assertTrue(read > micros, micros + " became " + read);
    assertTrue(read <= micros + 1 + micros / 8, micros + " became " + read);
  }

  @Test
  void whatIsLongerThanAllBucketsIsInTheLast() {
    histogram.record(Long.MAX_VALUE);
    histogram.record(-1);

    assertEquals(2, histogram.snapshot().count());
    assertTrue(histogram.snapshot().micros(1) > 60_000_000);
    assertEquals(1, histogram.snapshot().micros(0.5));
  }

  @Test
  void percentilesAreRanks() {
    for (int i = 0; i < 99; i++) {
      histogram.record(3_000);
    }
    histogram.record(9_000);

    assertEquals(4, histogram.snapshot().micros(0.99));
    assertEquals(10, histogram.snapshot().micros(0.991));
    assertEquals(99 * 3_000 + 9_000, histogram.snapshot().totalNanos());
  }

  @Test
  void snapshotsAdd() {
    Histogram other = new Histogram();
    histogram.record(1_000);
    other.record(5_000);
    Histogram.Snapshot both = histogram.snapshot();
    both.add(other);

    assertEquals(2, both.count());
    assertEquals(6, both.micros(1));
  }

  @Test
  void resetForgets() {
    histogram.record(1_000);
    histogram.reset();

    assertEquals(0, histogram.snapshot().count());
    assertEquals(0, histogram.snapshot().totalNanos());
  }
}
