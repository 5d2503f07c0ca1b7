package scenarios;

import redis.clients.jedis.Jedis;

final class CountersScenario {
  static void run(Target target, Transcript out) {
    Jedis jedis = target.jedis();
    for (int i = 0; i < 100; i++) {
      jedis.incr("counter:" + i % 10);
    }
    for (int i = 0; i < 10; i++) {
      out.line("counter " + i, jedis.get("counter:" + i));
    }
    out.line("incrBy", jedis.incrBy("counter:1", 32));
    out.line("decr", jedis.decr("counter:1"));
    out.line("decrBy", jedis.decrBy("counter:1", 100));
    jedis.set("counter:text", "abc");
    out.attempt("incr of a text", () -> jedis.incr("counter:text"));
    jedis.set("counter:max", String.valueOf(Long.MAX_VALUE));
    out.attempt("incr beyond the largest", () -> jedis.incr("counter:max"));
    out.line("and the connection goes on", jedis.get("counter:text"));
    jedis.disconnect();
  }
}
