package scenarios;

import redis.clients.jedis.Jedis;

final class WrongTypeScenario {
  static void run(Target target, Transcript out) {
    Jedis jedis = target.jedis();
    for (int i = 0; i < 5; i++) {
      String key = "wrongtype:" + i;
      jedis.set(key, "text");
      out.attempt("lpush", () -> jedis.lpush(key, "x"));
      out.attempt("hget", () -> jedis.hget(key, "x"));
      out.attempt("zadd", () -> jedis.zadd(key, 1, "x"));
      out.attempt("smembers", () -> jedis.smembers(key));
      out.attempt("setrange below zero", () -> jedis.setrange(key, -1, "x"));
      out.line("still there", jedis.get(key));
    }
    jedis.disconnect();
  }
}
