// since 2.6
package scenarios;

import java.util.ArrayList;
import java.util.List;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisPool;
import redis.clients.jedis.JedisPoolConfig;

/** Uses two hundred connections one after the other, and then leaves them idle in their pool. */
final class IdlePoolProgram {
  static final int OBJECTS = 200;

  static void run(Target target, Transcript out) throws Exception {
    JedisPoolConfig config = new JedisPoolConfig();
    config.setMaxTotal(OBJECTS);
    config.setMaxIdle(OBJECTS);
    JedisPool pool = target.pool(config);
    List<Jedis> all = new ArrayList<>();
    for (int i = 0; i < OBJECTS; i++) {
      Jedis jedis = pool.getResource();
      for (int key = 0; key < 10; key++) {
        jedis.set("idle:" + i + ":" + key, "x");
      }
      all.add(jedis);
    }
    for (Jedis each : all) {
      each.close();
    }
    target.ask("count connections");
    out.line("idle", pool.getNumIdle());
  }
}
