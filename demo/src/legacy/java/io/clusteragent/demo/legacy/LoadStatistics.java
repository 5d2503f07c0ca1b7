package io.clusteragent.demo.legacy;

import java.util.concurrent.atomic.AtomicLong;

/** Counts the operations, errors and differences of the load; shared by all its threads. */
final class LoadStatistics {
  private static final int LINES_SHOWN = 8;

  final AtomicLong operations = new AtomicLong();
  final AtomicLong errors = new AtomicLong();
  final AtomicLong unknown = new AtomicLong();
  final AtomicLong lost = new AtomicLong();
  final AtomicLong duplicated = new AtomicLong();
  final Latencies latencies = new Latencies();
  private final AtomicLong linesShown = new AtomicLong();

  /** Records commands that one round trip has completed. */
  void done(int commands, long startNanos) {
    operations.addAndGet(commands);
    latencies.record(System.nanoTime() - startNanos);
  }

  /** Records a failure that must not occur. */
  void error(String operation, RuntimeException e) {
    errors.incrementAndGet();
    show("error in " + operation + ": " + e);
  }

  /**
   * Compares a count of applied changes with the expected one.
   *
   * @return the actual count
   */
  long compare(String what, long expected, long actual) {
    if (actual < expected) {
      lost.addAndGet(expected - actual);
    } else if (actual > expected) {
      duplicated.addAndGet(actual - expected);
    }
    if (actual != expected) {
      show(what + ": expected " + expected + " but found " + actual);
    }
    return actual;
  }

  private void show(String line) {
    if (linesShown.incrementAndGet() <= LINES_SHOWN) {
      System.err.println(line);
    }
  }

  boolean isClean() {
    return errors.get() == 0 && lost.get() == 0 && duplicated.get() == 0;
  }
}
