package scenarios;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisPool;

/** Increments counters in four threads, while replicas take over from their masters, one after the other. */
final class FailoverProgram {
  private static final int COUNTERS = 100;

  static void run(Target target, Transcript out) throws Exception {
    JedisPool pool = target.pool();
    AtomicBoolean stopped = new AtomicBoolean();
    AtomicLong done = new AtomicLong();
    AtomicInteger errors = new AtomicInteger();
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      Thread thread = new Thread(() -> count(pool, stopped, done, errors));
      thread.start();
      threads.add(thread);
    }
    target.ask("fail over");
    target.ask("fail over");
    long soFar = done.get();
    while (done.get() < soFar + 2000 && errors.get() == 0) {
      Thread.sleep(10);
    }
    stopped.set(true);
    for (Thread each : threads) {
      each.join();
    }
    out.line("errors", errors);
    long sum = 0;
    Jedis jedis = pool.getResource();
    for (int i = 0; i < COUNTERS; i++) {
      String value = jedis.get("failover:" + i);
      sum += value == null ? 0 : Long.parseLong(value);
    }
    out.line("increments lost or doubled", sum - done.get());
  }

  private static void count(
      JedisPool pool, AtomicBoolean stopped, AtomicLong done, AtomicInteger errors) {
    for (int i = 0; !stopped.get(); i++) {
      try {
        Jedis jedis = pool.getResource();
        jedis.incr("failover:" + i % COUNTERS);
        done.incrementAndGet();
        Target.release(pool, jedis);
      } catch (Exception e) {
        errors.incrementAndGet();
        e.printStackTrace();
        return;
      }
    }
  }
}
