package io.clusteragent.demo.legacy;

import java.util.function.LongSupplier;
import redis.clients.jedis.exceptions.JedisConnectionException;

/**
 * A number on the server that only one thread raises, by one each time, so that this thread always
 * knows it. Not thread-safe.
 */
final class KnownCount {
  private static final int READ_ATTEMPTS = 20;
  private static final long READ_PAUSE_MILLIS = 500;

  private final String name;
  private final Tally tally;
  private final LongSupplier reader;
  private long value;

  /**
   * Starts at 0.
   *
   * @param reader reads the number from the server
   */
  KnownCount(String name, Tally tally, LongSupplier reader) {
    this.name = name;
    this.tally = tally;
    this.reader = reader;
  }

  long value() {
    return value;
  }

  /** Raises the number by a command that returns the new one. */
  void raise(LongSupplier command) {
    long start = System.nanoTime();
    try {
      raisedTo(command.getAsLong());
      tally.done(1, start);
    } catch (JedisConnectionException e) {
      tally.unknown.incrementAndGet();
      reconcile();
    } catch (RuntimeException e) {
      tally.error(name, e);
      reconcile();
    }
  }

  /** The server has confirmed a raise. */
  void raisedTo(long actual) {
    value = tally.compare(name, value + 1, actual);
  }

  /** After a raise that happened or not: takes over the number on the server, if it is one of the two. */
  void reconcile() {
    for (int attempt = 1; attempt <= READ_ATTEMPTS; attempt++) {
      try {
        long actual = reader.getAsLong();
        value = actual == value + 1 ? actual : tally.compare(name, value, actual);
        return;
      } catch (RuntimeException e) {
        tally.error("reading " + name, e);
        pause();
      }
    }
  }

  /** Compares with the server once the load has ended. */
  void verify() {
    try {
      value = tally.compare(name, value, reader.getAsLong());
    } catch (RuntimeException e) {
      tally.error("verifying " + name, e);
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
