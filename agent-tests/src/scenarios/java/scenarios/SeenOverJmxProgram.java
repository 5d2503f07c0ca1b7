// since 2.9
package scenarios;

import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisPool;

/** Sends a known number of commands, and then connects while routing is off and on again. */
final class SeenOverJmxProgram {
  static void run(Target target, Transcript out) throws Exception {
    try (JedisPool pool = target.pool();
        Jedis jedis = pool.getResource()) {
      target.ask("see no beans");
      jedis.set("user:1", "x");
      target.ask("forget the counts");
      for (int i = 0; i < 50; i++) {
        jedis.get("user:1");
      }
      target.ask("see the commands");
      target.ask("move the slot");
      out.line("moved", jedis.get("user:1"));
      target.ask("see the redirection");
    }
    target.ask("switch off");
    out.line("off", plain(target));
    target.ask("switch on");
    out.line("on", plain(target));
  }

  private static String plain(Target target) {
    try (Jedis jedis = target.jedis()) {
      return jedis.get("user:1");
    } catch (RuntimeException e) {
      return e.getClass().getSimpleName();
    }
  }
}
