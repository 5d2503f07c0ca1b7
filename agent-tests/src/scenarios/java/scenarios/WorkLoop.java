// since 2.9
package scenarios;

import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisConnectionException;

/**
 * Repeats a step on one connection, as a careful application does. After a connection exception it is unknown whether the step
 * was executed. So the loop takes a new connection, reads the server's state, and continues from there.
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

  /** Runs one step. */
  abstract void step(Jedis jedis) throws Exception;

  /** Finds out whether a step with an unknown outcome was executed. */
  abstract void readBack(Jedis jedis) throws Exception;

  /** Compares the server's state with the steps; null if it is right, otherwise the error. */
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

  /** Ends the loop after its current step. */
  final void stop() throws InterruptedException {
    stopped = true;
    thread.join(30_000);
    if (thread.isAlive()) {
      fault = "does not end after " + steps + " steps; last exception " + last;
    }
  }

  /** {@code right}, or the error; called after {@link #stop}. */
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
