package io.clusteragent.demo.legacy;

import java.util.function.LongSupplier;
import redis.clients.jedis.exceptions.JedisConnectionException;

/**
 * Tracks a number on the server that only one thread increments, so that the thread always knows the right value. Not
 * thread-safe.
 */
final class KnownCount {
  private static final int READ_ATTEMPTS = 20;
  private static final long READ_PAUSE_MILLIS = 500;

  private final String name;
  private final LoadStatistics statistics;
  private final LongSupplier reader;
  private long value;

  /**
   * Starts at 0.
   *
   * @param reader reads the number from the server
   */
  KnownCount(String name, LoadStatistics statistics, LongSupplier reader) {
    this.name = name;
    this.statistics = statistics;
    this.reader = reader;
  }

  long value() {
    return value;
  }

  /** Increments the number with a command that returns the new number. */
  void raise(LongSupplier command) {
    long start = System.nanoTime();
    try {
      raisedTo(command.getAsLong());
      statistics.done(1, start);
    } catch (JedisConnectionException e) {
      statistics.unknown.incrementAndGet();
      reconcile();
    } catch (RuntimeException e) {
      statistics.error(name, e);
      reconcile();
    }
  }

  /** Records a new number that the server has confirmed. */
  void raisedTo(long actual) {
    value = statistics.compare(name, value + 1, actual);
  }

  /** Reads the number from the server, when it is unknown whether an increment was executed; both results are right. */
  void reconcile() {
    for (int attempt = 1; attempt <= READ_ATTEMPTS; attempt++) {
      try {
        long actual = reader.getAsLong();
        value = actual == value + 1 ? actual : statistics.compare(name, value, actual);
        return;
      } catch (RuntimeException e) {
        statistics.error("reading " + name, e);
        pause();
      }
    }
  }

  /** Compares with the server after the load has ended. */
  void verify() {
    try {
      value = statistics.compare(name, value, reader.getAsLong());
    } catch (RuntimeException e) {
      statistics.error("verifying " + name, e);
    }
  }

  private static void pause() {
    try {
      Thread.sleep(READ_PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
