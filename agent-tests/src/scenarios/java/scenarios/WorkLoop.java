// since 2.9
package scenarios;

import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisConnectionException;

/**
 * A careful application's work, step by step on one connection: after a connection exception nobody knows whether the
 * step was done; so it takes a new connection, reads back what the server has, and goes on from there.
 */
abstract class WorkLoop implements Runnable {
  private final Target target;
  private final Thread thread = new Thread(this, getClass().getSimpleName());
  private volatile boolean stopped;
  private volatile long steps;
  private volatile int exceptions;
  private volatile Throwable last;
  private volatile String fault;

  WorkLoop(Target target) {
    this.target = target;
  }

  /** One piece of work. */
  abstract void step(Jedis jedis) throws Exception;

  /** Finds out whether the step in doubt was done. */
  abstract void readBack(Jedis jedis) throws Exception;

  /** Whether the server holds what the steps must have led to; null if so, otherwise what is wrong. */
  abstract String fault(Jedis jedis) throws Exception;

  final WorkLoop start() {
    thread.setDaemon(true);
    thread.start();
    return this;
  }

  final long steps() {
    return steps;
  }

  final int exceptions() {
    return exceptions;
  }

  final boolean isRunning() {
    return fault == null;
  }

  /** Ends the loop after its present step. */
  final void stop() throws InterruptedException {
    stopped = true;
    thread.join(30_000);
    if (thread.isAlive()) {
      fault = "does not end after " + steps + " steps; last exception " + last;
    }
  }

  /** After {@link #stop}: {@code right}, or what is wrong. */
  final String verdict() throws Exception {
    if (fault != null) {
      return fault;
    }
    Jedis jedis = target.jedis();
    String found = fault(jedis);
    jedis.disconnect();
    return found == null ? "right" : found;
  }

  @Override
  public final void run() {
    Jedis jedis = null;
    boolean inDoubt = false;
    try {
      while (!stopped || inDoubt) {
        try {
          if (jedis == null) {
            jedis = target.jedis();
          }
          if (inDoubt) {
            readBack(jedis);
            inDoubt = false;
          }
          step(jedis);
          steps++;
        } catch (JedisConnectionException e) {
          exceptions++;
          last = e;
          inDoubt = true;
          if (jedis != null) {
            jedis.disconnect();
          }
          jedis = null;
          Thread.sleep(20); // before it connects again
        }
      }
    } catch (Throwable e) {
      e.printStackTrace();
      fault = "after " + steps + " steps: " + e;
    }
  }

  static void check(boolean right, String otherwise) {
    if (!right) {
      throw new IllegalStateException(otherwise);
    }
  }

  static long number(String value) {
    return value == null ? 0 : Long.parseLong(value);
  }
}
