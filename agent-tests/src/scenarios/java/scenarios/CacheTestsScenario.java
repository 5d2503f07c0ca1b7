// since 5.2, plain only
package scenarios;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import redis.clients.jedis.Jedis;

/** Repeats what Jedis's own tests of its cache check. */
final class CacheTestsScenario {
  private static final int KEYS = 100;
  private static final int THREADS = 10;

  static void run(Target target, Transcript out) throws Exception {
    try (CachingPool pool = new CachingPool(target);
        Jedis other = target.jedis()) {
      countsHitsAndMisses(pool, other, out);
      anyChangeShows(pool, other, out);
      copies(pool, out);
      ownChanges(pool, out);
    }
    try (CachingPool pool = new CachingPool(target, 10, Target.TIMEOUT_MILLIS)) {
      evicts(pool, out);
    }
    try (CachingPool pool = new CachingPool(target)) {
      inTurn(pool, target, out);
    }
  }

  private static void countsHitsAndMisses(CachingPool pool, Jedis other, Transcript out) {
    other.set("csc", "1");
    out.line("read", pool.get("csc"));
    out.line("read again", pool.get("csc"));
    out.line("misses", pool.cache.getStats().getMissCount());
    out.line("hits", pool.cache.getStats().getHitCount());
    out.line("size", pool.cache.getSize());
  }

  private static void anyChangeShows(CachingPool pool, Jedis other, Transcript out)
      throws Exception {
    other.del("csc");
    out.line("deleted", until(null, () -> pool.get("csc")));
    for (int i = 0; i < KEYS; i++) {
      other.set("csc:" + i, "1");
      pool.get("csc:" + i);
    }
    other.flushAll();
    for (int i = 0; i < KEYS; i++) {
      String key = "csc:" + i;
      if (until(null, () -> pool.get(key)) != null) {
        out.line("after FLUSHALL", key + " is there");
      }
    }
  }

  private static void copies(CachingPool pool, Transcript out) throws Exception {
    pool.set("csc:a", "A");
    pool.set("csc:b", "B");
    List<String> first = pool.mget("csc:a", "csc:b");
    List<String> second = pool.mget("csc:a", "csc:b");
    out.line("both", first);
    out.line("equal", first.equals(second));
    out.line("the same object", first == second);
    pool.set("csc:a", "changed");
    out.line("changed", until("[changed, B]", () -> pool.mget("csc:a", "csc:b").toString()));
    pool.sadd("csc:set", "x");
    out.line("a set", pool.smembers("csc:set"));
    pool.sadd("csc:set", "y");
    out.line("the set", until("2", () -> String.valueOf(pool.smembers("csc:set").size())));
  }

  /** The invalidation of the connection's own change has arrived when its reply has. */
  private static void ownChanges(CachingPool pool, Transcript out) {
    pool.cache.flush();
    pool.cache.getAndResetStats();
    for (int i = 0; i < KEYS; i++) {
      pool.set("own:" + i, "1");
    }
    readAll(pool, "own:");
    out.line("size", pool.cache.getSize());
    out.line("loads", pool.cache.getStats().getLoadCount());
    for (int i = 1; i < KEYS; i += 2) {
      pool.set("own:" + i, "2");
    }
    out.line("read", readAll(pool, "own:"));
    out.line("size", pool.cache.getSize());
    out.line("loads", pool.cache.getStats().getLoadCount());
    out.line("invalidations", pool.cache.getStats().getInvalidationCount());
  }

  private static List<String> readAll(CachingPool pool, String prefix) {
    List<String> values = new ArrayList<>();
    for (int i = 0; i < KEYS; i++) {
      values.add(pool.get(prefix + i));
    }
    return values;
  }

  private static void evicts(CachingPool pool, Transcript out) {
    for (int i = 0; i < 15; i++) {
      pool.set("evict:" + i, "1");
      pool.get("evict:" + i);
    }
    out.line("size", pool.cache.getSize());
    out.line("evicted", pool.cache.getStats().getEvictCount());
  }

  /** Each thread reads what the previous thread wrote. */
  private static void inTurn(CachingPool pool, Target target, Transcript out)
      throws InterruptedException {
    pool.set("turn", "0");
    AtomicInteger wrong = new AtomicInteger();
    Object turn = new Object();
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < THREADS; t++) {
      Thread thread = new Thread(() -> {
        try (Jedis control = target.jedis()) {
          for (int i = 0; i < 50; i++) {
            synchronized (turn) {
              String value = pool.get("turn");
              wrong.addAndGet(value.equals(control.get("turn")) ? 0 : 1);
              pool.set("turn", String.valueOf(Integer.parseInt(value) + 1));
            }
          }
        }
      });
      thread.start();
      threads.add(thread);
    }
    for (Thread thread : threads) {
      thread.join();
    }
    try (Jedis control = target.jedis()) {
      out.line("counted", control.get("turn"));
    }
    out.line("stale in turn", wrong.get());
  }

  /** Waits until the invalidation of another connection's change has arrived. */
  private static String until(String expected, Callable<String> reading) throws Exception {
    long end = System.nanoTime() + 5_000_000_000L;
    String value = reading.call();
    while (!(expected == null ? value == null : expected.equals(value))
        && System.nanoTime() < end) {
      Thread.sleep(1);
      value = reading.call();
    }
    return value;
  }
}
