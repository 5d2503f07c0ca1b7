// since 2.9
package scenarios;

import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisPool;
import redis.clients.jedis.JedisPoolConfig;
import redis.clients.jedis.Transaction;

/** Sends a WATCH that a cluster refuses, and then another one. */
final class RefusedWatchProgram {
  static void run(Target target, Transcript out) throws Exception {
    JedisPoolConfig config = new JedisPoolConfig();
    config.setMaxTotal(1);
    JedisPool pool = target.pool(config);
    for (int i = 0; i < 2; i++) {
      Jedis jedis = pool.getResource();
      out.attempt("watch of two slots", () -> jedis.watch("a", "c"));
      out.attempt("watch", () -> jedis.watch("c"));
      Transaction transaction = jedis.multi();
      transaction.set("c", "1");
      out.attempt("exec", transaction::exec);
      Target.release(pool, jedis);
      Jedis next = pool.getResource();
      Transaction its = next.multi();
      its.set("b", "1");
      out.attempt("the next one's exec", its::exec);
      out.attempt("watch of two slots, and back to the pool", () -> next.watch("a", "c"));
      Target.release(pool, next);
    }
  }
}
