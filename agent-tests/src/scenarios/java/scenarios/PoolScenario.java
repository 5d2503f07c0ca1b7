package scenarios;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisPool;
import redis.clients.jedis.JedisPoolConfig;

final class PoolScenario {
  static void run(Target target, Transcript out) throws Exception {
    JedisPoolConfig config = new JedisPoolConfig();
    config.setTestOnBorrow(true);
    config.setTestOnReturn(true);
    JedisPool pool = target.pool(config);
    for (int i = 0; i < 30; i++) {
      Jedis jedis = pool.getResource();
      jedis.set("pool:" + i, "value" + i);
      out.line("get", jedis.get("pool:" + i));
      Target.release(pool, jedis);
    }
    AtomicInteger failures = new AtomicInteger();
    List<Thread> threads = new ArrayList<>();
    CountDownLatch ready = new CountDownLatch(8);
    for (int t = 0; t < 8; t++) {
      Thread thread = new Thread(() -> increment(pool, ready, failures));
      thread.start();
      threads.add(thread);
    }
    for (Thread each : threads) {
      each.join();
    }
    out.line("failures", failures);
    Jedis jedis = pool.getResource();
    int sum = 0;
    for (int i = 0; i < 13; i++) {
      sum += Integer.parseInt(jedis.get("pool:counter:" + i));
    }
    out.line("increments of eight threads", sum);
    Target.release(pool, jedis);
    pool.destroy();
  }

  private static void increment(JedisPool pool, CountDownLatch ready, AtomicInteger failures) {
    try {
      ready.countDown();
      ready.await();
      for (int i = 0; i < 200; i++) {
        Jedis jedis = pool.getResource();
        jedis.incr("pool:counter:" + i % 13);
        Target.release(pool, jedis);
      }
    } catch (Exception e) {
      failures.incrementAndGet();
      e.printStackTrace();
    }
  }
}
