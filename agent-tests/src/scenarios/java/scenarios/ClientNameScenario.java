// since 2.6
package scenarios;

import redis.clients.jedis.Jedis;

final class ClientNameScenario {
  static void run(Target target, Transcript out) {
    Jedis jedis = target.jedis();
    out.attempt("no name yet", jedis::clientGetname);
    out.line("clientSetname", jedis.clientSetname("legacy"));
    out.line("clientGetname", jedis.clientGetname());
    for (int i = 0; i < 10; i++) {
      jedis.set("clientname:" + i, "x");
    }
    out.line("clientGetname later", jedis.clientGetname());
    out.attempt("a name with a space", () -> jedis.clientSetname("two words"));
    out.line("time has two parts", jedis.time().size());
    jedis.disconnect();
  }
}
