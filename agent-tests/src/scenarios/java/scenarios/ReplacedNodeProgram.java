// since 2.9
package scenarios;

import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisPool;
import redis.clients.jedis.JedisPoolConfig;

/** Writes while nodes are replaced, whatever exceptions occur, until all writes succeed again. */
final class ReplacedNodeProgram {
  private static final int KEYS = 100;

  static void run(Target target, Transcript out) throws Exception {
    JedisPoolConfig config = new JedisPoolConfig();
    config.setTestOnBorrow(true);
    JedisPool pool = target.pool(config);
    out.line("before", write(target, pool));
    target.ask("replace");
    int right = 0;
    for (int round = 0; round < 60 && right < 2 * KEYS; round++) {
      right = write(target, pool);
      Thread.sleep(100);
    }
    out.line("afterwards", right);
  }

  private static int write(Target target, JedisPool pool) {
    int right = 0;
    for (int i = 0; i < KEYS; i++) {
      try (Jedis pooled = pool.getResource();
          Jedis fresh = target.jedis()) {
        right += pooled.set("replaced:" + i, "a").equals("OK") ? 1 : 0;
        right += fresh.set("replaced:" + i, "b").equals("OK") ? 1 : 0;
      } catch (RuntimeException e) {
        System.err.println("key " + i + ": " + e);
      }
    }
    return right;
  }
}
