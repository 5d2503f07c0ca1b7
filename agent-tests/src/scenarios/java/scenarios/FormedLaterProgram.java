// since 2.9
package scenarios;

import redis.clients.jedis.Jedis;

/** Uses one connection before and after its server becomes a node of a cluster. */
final class FormedLaterProgram {
  private static final int KEYS = 100;

  static void run(Target target, Transcript out) throws Exception {
    try (Jedis open = target.jedis()) {
      try {
        out.line("before", open.set("a", "1"));
      } catch (RuntimeException e) {
        out.line("before", e.getMessage());
      }
      target.ask("form");
      int stored = 0;
      for (int i = 0; i < KEYS; i++) {
        stored += open.set("key:" + i, "v").equals("OK") ? 1 : 0;
      }
      out.line("stored", stored);
      out.line("dbSize", open.dbSize());
      out.line("keys", open.keys("key:*").size());
      out.line(
          "script", open.evalsha(open.scriptLoad("return redis.call('get', KEYS[1])"), 1, "key:7"));
    }
  }
}
