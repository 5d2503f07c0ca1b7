// since 2.9
package scenarios;

import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisPool;
import redis.clients.jedis.JedisPoolConfig;

/** Writes and reads on a healthy cluster, in a thread of its own, until it is asked for the result. */
final class HealthyWork implements Runnable {
  private static final int TIMEOUT_MILLIS = 10_000;

  private final JedisPool pool;
  private final Thread thread = new Thread(this, "healthy work");
  private volatile boolean stopped;
  private volatile int rounds;
  private volatile String fault;

  HealthyWork(String host, int port) {
    pool = new JedisPool(new JedisPoolConfig(), host, port, TIMEOUT_MILLIS);
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void run() {
    try {
      while (!stopped) {
        for (int i = 0; i < 50; i++) {
          String key = "healthy:" + i;
          String value = rounds + ":" + i;
          try (Jedis jedis = pool.getResource()) {
            jedis.set(key, value);
            WorkLoop.check(value.equals(jedis.get(key)), key + " is not " + value);
          }
        }
        rounds++;
        Thread.sleep(1);
      }
    } catch (Throwable e) {
      e.printStackTrace();
      fault = "after " + rounds + " rounds: " + e;
    }
  }

  /** {@code right} and the number of writes, or the error. */
  String verdict() throws InterruptedException {
    stopped = true;
    thread.join(30_000);
    return fault == null ? "right " + 50 * rounds : fault;
  }
}
