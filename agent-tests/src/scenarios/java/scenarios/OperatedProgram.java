// since 2.9
package scenarios;

import java.lang.management.ManagementFactory;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisPool;

/** Works while operators watch: its slot moves, a command is slow, its master fails over, and a master dies. */
final class OperatedProgram {
  private static final String KEY = "secret:{operated}";
  private static final String SLOW = "local function now() local t = redis.call('TIME')"
      + " return t[1] * 1000 + t[2] / 1000 end"
      + " local from = now() while now() - from < 300 do end return redis.call('GET', KEYS[1])";

  private OperatedProgram() {}

  static void run(Target target, Transcript out) throws Exception {
    String pid = ManagementFactory.getRuntimeMXBean().getName().split("@")[0];
    try (JedisPool pool = target.pool()) {
      target.ask("before all " + pid);
      out.line("set", with(pool, jedis -> jedis.set(KEY, "treasure")));
      target.ask("look " + pid);
      target.ask("move the slot " + pid);
      out.line("moved", with(pool, jedis -> jedis.get(KEY)));
      out.line("slow", with(pool, jedis -> jedis.eval(SLOW, 1, KEY)));
      target.ask("fail over " + pid);
      out.line("failed over", with(pool, jedis -> jedis.get(KEY)));
      target.ask("kill " + pid);
      out.line("killed", with(pool, jedis -> jedis.get(KEY)));
      target.ask("look at the damage " + pid);
    }
  }

  private static Object with(JedisPool pool, Work work) {
    try (Jedis jedis = pool.getResource()) {
      return work.on(jedis);
    }
  }

  private interface Work {
    Object on(Jedis jedis);
  }
}
