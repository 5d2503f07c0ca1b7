package io.clusteragent.metrics;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Holds the figures of one node, or of one cluster. Any thread writes them, without a lock. */
public final class Metrics {
  private final Map<Count, LongAdder> counts = new EnumMap<>(Count.class);
  private final Histogram times = new Histogram();

  public Metrics() {
    for (Count count : Count.values()) {
      counts.put(count, new LongAdder());
    }
  }

  public void add(Count count) {
    counts.get(count).increment();
  }

  public void add(Count count, long number) {
    counts.get(count).add(number);
  }

  public long get(Count count) {
    return counts.get(count).sum();
  }

  /** Adds the counts of another one. */
  public void addCounts(Metrics other) {
    for (Count count : Count.values()) {
      add(count, other.get(count));
    }
  }

  /** For a node: round trips of one in sixteen single commands that do not block. For a cluster: all refreshes. */
  public Histogram times() {
    return times;
  }

  /** Sets all figures to 0. Figures that are recorded meanwhile may be lost. */
  public void reset() {
    for (LongAdder count : counts.values()) {
      count.reset();
    }
    times.reset();
  }
}
