// since 2.9
package scenarios;

import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisPool;

/** Connects, writes and reads. */
final class ColdStartProgram {
  private static final int KEYS = 50;

  static void run(Target target, Transcript out) {
    out.attempt("a connection", () -> write(target.jedis()));
    out.attempt("a pool", () -> {
      JedisPool pool = target.pool();
      int right = 0;
      for (int i = 0; i < 3; i++) {
        Jedis jedis = pool.getResource();
        right += write(jedis);
        Target.release(pool, jedis);
      }
      return right;
    });
  }

  private static int write(Jedis jedis) {
    int right = 0;
    for (int i = 0; i < KEYS; i++) {
      jedis.set("cold:" + i, "value" + i);
      right += ("value" + i).equals(jedis.get("cold:" + i)) ? 1 : 0;
    }
    return right;
  }
}
