package io.clusteragent.metrics;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** The figures of one node, or of one cluster. Written by any thread, without a lock. */
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

  /** Adds what another one has counted. */
  public void addCounts(Metrics other) {
    for (Count count : Count.values()) {
      add(count, other.get(count));
    }
  }

  /** Of a node: round trips, of single commands that do not block, one in sixteen. Of a cluster: refreshes, all. */
  public Histogram times() {
    return times;
  }

  /** Starts from 0 again; what is counted meanwhile may be lost. */
  public void reset() {
    for (LongAdder count : counts.values()) {
      count.reset();
    }
    times.reset();
  }
}
