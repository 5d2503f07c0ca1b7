// since 2.9
package scenarios;

import java.util.concurrent.TimeUnit;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisPool;
import redis.clients.jedis.JedisPoolConfig;
import redis.clients.jedis.Transaction;

/** Uses Jedis while the node at the target's address dies permanently. */
final class DeadNodeProgram {
  private static final int KEYS = 100;
  private static final long NANOS = TimeUnit.SECONDS.toNanos(Integer.getInteger("dead.seconds", 8));

  private interface Use {
    void run() throws Exception;
  }

  static void run(Target target, Transcript out) throws Exception {
    JedisPoolConfig config = new JedisPoolConfig();
    config.setTestOnBorrow(true);
    JedisPool pool = target.pool(config);
    Jedis kept = target.jedis();
    out.line("before", write(kept, "before"));
    borrow(pool);
    target.ask("kill");
    int rounds = 0;
    int failed = 0;
    for (long end = System.nanoTime() + NANOS; System.nanoTime() < end; rounds++) {
      failed += failures("a new connection", () -> {
        Jedis jedis = target.jedis();
        jedis.ping();
        jedis.disconnect();
      });
      failed += failures("a pooled connection", () -> borrow(pool));
      failed += failures("a new pool", () -> {
        JedisPool fresh = target.pool(config);
        borrow(fresh);
        fresh.destroy();
      });
      failed += failures("a kept connection", kept::ping);
      failed += failures("a reconnect", () -> {
        kept.disconnect();
        kept.connect();
        if (target.password != null) {
          kept.auth(target.password);
        }
        kept.ping();
      });
    }
    out.line("failed", failed);
    out.line("rounds", rounds > 10);
    target.ask("await the failover");
    out.line("with the kept connection", write(kept, "kept"));
    Jedis jedis = target.jedis();
    out.line("with a new connection", write(jedis, "new"));
    Transaction transaction = jedis.multi();
    transaction.incr("{tx}a");
    transaction.incr("{tx}b");
    out.line("in a transaction", transaction.exec());
  }

  private static void borrow(JedisPool pool) throws Exception {
    Jedis jedis = pool.getResource();
    jedis.ping();
    Target.release(pool, jedis);
  }

  private static int write(Jedis jedis, String value) {
    int right = 0;
    for (int i = 0; i < KEYS; i++) {
      jedis.set("dead:" + i, value);
      right += value.equals(jedis.get("dead:" + i)) ? 1 : 0;
    }
    return right;
  }

  private static int failures(String what, Use use) {
    try {
      use.run();
      return 0;
    } catch (Exception e) {
      System.err.println(what + ": " + e);
      e.printStackTrace();
      return 1;
    }
  }
}
