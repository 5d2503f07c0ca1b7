// since 2.5
package scenarios;

import redis.clients.jedis.Jedis;

final class ObjectAndDumpScenario {
  static void run(Target target, Transcript out) {
    Jedis jedis = target.jedis();
    for (int i = 0; i < 5; i++) {
      jedis.set("object:" + i, "12345");
      jedis.set("object:text:" + i, "text");
      out.line("objectEncoding", jedis.objectEncoding("object:" + i));
      out.line("objectEncoding", jedis.objectEncoding("object:text:" + i));
      out.line("objectRefcount", jedis.objectRefcount("object:text:" + i));
      byte[] dumped = jedis.dump("object:text:" + i);
      out.line("restore", jedis.restore("object:copy:" + i, 0, dumped));
      out.line("restored", jedis.get("object:copy:" + i));
      out.attempt("restore again", () -> jedis.restore("object:copy:0", 0, dumped));
    }
    out.attempt("dump of nothing", () -> jedis.dump("object:none"));
    out.attempt("objectEncoding of nothing", () -> jedis.objectEncoding("object:none"));
    jedis.disconnect();
  }
}
