package scenarios;

import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisPool;
import redis.clients.jedis.JedisPoolConfig;
import redis.clients.jedis.exceptions.JedisConnectionException;

/** Continues on connections that the servers have closed while they were idle. */
final class ReconnectScenario {
  static void run(Target target, Transcript out) throws Exception {
    JedisPoolConfig config = new JedisPoolConfig();
    config.setTestOnBorrow(true);
    JedisPool pool = target.pool(config);
    for (int i = 0; i < 10; i++) {
      Jedis jedis = pool.getResource();
      out.line("incr in a tested pool", jedis.incr("reconnect:" + i % 5));
      Target.release(pool, jedis);
      target.ask("close connections");
    }
    pool.destroy();

    Jedis jedis = target.jedis();
    jedis.set("reconnect:idle", "1");
    target.ask("close connections");
    try {
      jedis.incr("reconnect:idle");
    } catch (JedisConnectionException e) {
      jedis.disconnect();
      jedis = target.jedis();
      jedis.incr("reconnect:idle");
    }
    out.line("incremented once", jedis.get("reconnect:idle"));
    jedis.disconnect();
  }
}
