// since 2.9
package scenarios;

import redis.clients.jedis.Jedis;

/** Sends a known number of commands, and one that is redirected. */
final class MetricsFileProgram {
  static void run(Target target, Transcript out) throws Exception {
    try (Jedis jedis = target.jedis()) {
      jedis.set("user:1", "x");
      for (int i = 0; i < 50; i++) {
        jedis.get("user:1");
      }
      target.ask("move the slot");
      out.line("moved", jedis.get("user:1"));
      target.ask("see the file");
    }
  }
}
