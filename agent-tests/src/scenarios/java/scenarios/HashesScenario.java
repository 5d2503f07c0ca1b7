package scenarios;

import java.util.HashMap;
import java.util.Map;
import redis.clients.jedis.Jedis;

final class HashesScenario {
  static void run(Target target, Transcript out) {
    Jedis jedis = target.jedis();
    out.line("hset", jedis.hset("hash:1", "name", "Ada"));
    out.line("hset again", jedis.hset("hash:1", "name", "Grace"));
    out.line("hget", jedis.hget("hash:1", "name"));
    out.line("hget of nothing", jedis.hget("hash:1", "none"));
    out.line("hsetnx", jedis.hsetnx("hash:1", "name", "Edsger"));
    Map<String, String> fields = new HashMap<>();
    for (int i = 0; i < 40; i++) {
      fields.put("field" + i, "value" + i);
    }
    out.line("hmset", jedis.hmset("hash:2", fields));
    out.line("hmget", jedis.hmget("hash:2", "field3", "none", "field39"));
    out.line("hgetAll", jedis.hgetAll("hash:2"));
    out.line("hgetAll of nothing", jedis.hgetAll("hash:none"));
    out.line("hlen", jedis.hlen("hash:2"));
    out.line("hexists", jedis.hexists("hash:2", "field4"));
    out.line("hdel", jedis.hdel("hash:2", "field4"));
    out.line("hexists no more", jedis.hexists("hash:2", "field4"));
    out.line("hincrBy", jedis.hincrBy("hash:1", "visits", 5));
    out.line("hkeys", jedis.hkeys("hash:1"));
    out.line("hvals", Transcript.sorted(jedis.hvals("hash:1")));
    out.attempt("hincrBy of a name", () -> jedis.hincrBy("hash:1", "name", 1));
    jedis.disconnect();
  }
}
