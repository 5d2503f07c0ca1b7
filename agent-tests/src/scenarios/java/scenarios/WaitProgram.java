// since 2.9
package scenarios;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisPool;
import redis.clients.jedis.JedisPoolConfig;

/** Writes to several masters in threads that share a pool, and waits until a replica has each write. */
final class WaitProgram {
  private static final int THREADS = 16;
  private static final int ROUNDS = 50;

  static void run(Target target, Transcript out) throws Exception {
    JedisPoolConfig config = new JedisPoolConfig();
    config.setMaxTotal(8);
    JedisPool pool = target.pool(config);
    waits(pool, out, "before");
    target.ask("fail over the entry");
    waits(pool, out, "when the entry is a replica");
  }

  private static void waits(JedisPool pool, Transcript out, String when)
      throws InterruptedException {
    List<String> wrong = Collections.synchronizedList(new ArrayList<>());
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < THREADS; t++) {
      int first = t;
      Thread thread = new Thread(() -> writeAndWait(pool, first, wrong));
      thread.start();
      threads.add(thread);
    }
    for (Thread each : threads) {
      each.join();
    }
    out.line(when + ", other than 1", wrong);
  }

  private static void writeAndWait(JedisPool pool, int thread, List<String> wrong) {
    for (int round = 0; round < ROUNDS && wrong.isEmpty(); round++) {
      try (Jedis jedis = pool.getResource()) {
        for (int key = 0; key < 5; key++) {
          jedis.incr("wait:" + thread + ":" + key);
        }
        long replicas = jedis.waitReplicas(1, 10_000);
        if (replicas != 1) {
          wrong.add("WAIT answered " + replicas);
        }
      } catch (RuntimeException e) {
        wrong.add(String.valueOf(e));
      }
    }
  }
}
