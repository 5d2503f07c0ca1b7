// since 2.6
package scenarios;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisPool;
import redis.clients.jedis.JedisPoolConfig;

/** Keeps a pool of sixteen connections busy with sixteen threads, while the servers' connections are counted. */
final class BusyPoolProgram {
  static final int THREADS = 16;

  static void run(Target target, Transcript out) throws Exception {
    JedisPoolConfig config = new JedisPoolConfig();
    config.setMaxTotal(THREADS);
    config.setMaxIdle(THREADS);
    JedisPool pool = target.pool(config);
    AtomicBoolean stopped = new AtomicBoolean();
    AtomicLong done = new AtomicLong();
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < THREADS; t++) {
      int first = t;
      Thread thread = new Thread(() -> {
        for (int i = first; !stopped.get(); i += THREADS) {
          Jedis jedis = pool.getResource();
          jedis.incr("busy:" + i % 5000);
          jedis.close();
          done.incrementAndGet();
        }
      });
      thread.start();
      threads.add(thread);
    }
    for (int count = 1; count <= 20; count++) {
      while (done.get() < count * 2000L) {
        Thread.sleep(1);
      }
      target.ask("count connections");
    }
    stopped.set(true);
    for (Thread each : threads) {
      each.join();
    }
    out.line("done", true);
  }
}
