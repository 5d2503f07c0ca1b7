// since 5.2
package scenarios;

import java.util.concurrent.TimeUnit;
import redis.clients.jedis.exceptions.JedisConnectionException;

/** Reads a hundred keys into its cache. Then the harness kills connections, and changes the keys. */
final class LostConnectionProgram {
  private static final int KEYS = 100;

  static void run(Target target, Transcript out) throws Exception {
    CachingPool pool = new CachingPool(target);
    target.ask("first");
    for (int i = 0; i < KEYS; i++) {
      pool.get("lost:" + i);
    }
    out.line("in the cache", pool.cache.getSize());
    target.ask("kill");
    out.line("after the loss", ofTheLoss(pool));
    out.line("left in the cache", pool.cache.getSize());
    target.ask("second");
    int stale = 0;
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
    for (int i = 0; i < KEYS; i++) {
      String value = pool.get("lost:" + i);
      while (!"second".equals(value) && System.nanoTime() < end) {
        Thread.sleep(1);
        value = pool.get("lost:" + i);
      }
      stale += "second".equals(value) ? 0 : 1;
    }
    out.line("stale", stale);
    pool.close();
  }

  /** The client notices the loss within 100 ms of use, or at the first command after a pause. */
  private static String ofTheLoss(CachingPool pool) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
    for (int i = 0; System.nanoTime() < end; i++) {
      try {
        pool.get("foo" + i); // not in the cache, so each one uses a connection
      } catch (JedisConnectionException e) {
        return "exception";
      }
    }
    return "no exception";
  }
}
