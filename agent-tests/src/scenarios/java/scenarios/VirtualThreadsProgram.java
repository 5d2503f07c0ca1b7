// since 4.0, until 8.0
package scenarios;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisPool;
import redis.clients.jedis.JedisPoolConfig;
import redis.clients.jedis.JedisPooled;
import redis.clients.jedis.Pipeline;

/**
 * Shares a few connections among many virtual threads, each with single commands, commands over all nodes, and a pipeline. The
 * pools are filled before, because on JDK 21 with two carriers Commons Pool hangs forever when virtual threads fill them.
 */
final class VirtualThreadsProgram {
  private static final int THREADS = 2000;
  private static final int KEYS = 30;
  private static final int CONNECTIONS = 8;

  static void run(Target target, Transcript out) throws Exception {
    JedisPoolConfig config = new JedisPoolConfig();
    config.setMaxTotal(CONNECTIONS);
    config.setMaxIdle(CONNECTIONS);
    try (JedisPool pool = target.pool(config);
        JedisPooled pooled = new JedisPooled(Clients.address(target), Clients.config(target))) {
      pool.addObjects(CONNECTIONS);
      pooled.getPool().addObjects(CONNECTIONS);
      ExecutorService threads = (ExecutorService)
          Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
      List<Future<String>> done = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        int number = i;
        done.add(threads.submit(() -> number % 2 == 0 ? work(pool, number) : work(pooled, number)));
      }
      if (Boolean.getBoolean("virtual.pin")) {
        threads.submit(VirtualThreadsProgram::pin).get();
      }
      int right = 0;
      for (Future<String> each : done) {
        right += each.get().equals("right") ? 1 : 0;
      }
      out.line("threads", THREADS);
      out.line("right", right);
      long sum = 0;
      for (int i = 0; i < KEYS; i++) {
        sum += Long.parseLong(pooled.get("virtual:count" + i));
      }
      out.line("counted", sum);
      threads.shutdown();
    }
  }

  private static String work(JedisPool pool, int number) {
    try (Jedis jedis = pool.getResource()) {
      jedis.incr("virtual:count" + number % KEYS);
      String key = "virtual:" + number;
      jedis.set(key, "own");
      Pipeline pipeline = jedis.pipelined();
      pipeline.get(key);
      for (int i = 0; i < 5; i++) {
        pipeline.exists("virtual:count" + i, "virtual:none" + number);
      }
      return verdict(
          key, (String) pipeline.syncAndReturnAll().get(0), jedis.mget(key, "virtual:none"));
    }
  }

  private static String work(JedisPooled pooled, int number) {
    pooled.incr("virtual:count" + number % KEYS);
    String key = "virtual:" + number;
    pooled.set(key, "own");
    return verdict(key, pooled.get(key), pooled.mget(key, "virtual:none"));
  }

  private static String verdict(String key, String value, List<String> two) {
    return value.equals("own") && two.equals(Arrays.asList("own", null))
        ? "right"
        : key + " is " + value + " and " + two;
  }

  /** Checks that the JVM reports pinning: a virtual thread that waits in a class initialiser holds its carrier. */
  private static boolean pin() {
    return Pinned.SLEPT;
  }

  private static final class Pinned {
    static final boolean SLEPT = sleep();

    private static boolean sleep() {
      try {
        Thread.sleep(50);
        return true;
      } catch (InterruptedException e) {
        return false;
      }
    }
  }
}
