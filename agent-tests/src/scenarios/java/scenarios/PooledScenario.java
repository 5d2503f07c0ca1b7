// since 4.0, until 8.0
package scenarios;

import java.util.Collections;
import redis.clients.jedis.JedisPooled;

final class PooledScenario {
  static void run(Target target, Transcript out) {
    JedisPooled client = new JedisPooled(Clients.address(target), Clients.config(target));
    for (int i = 0; i < 30; i++) {
      out.line("set", client.set("pooled:" + i, "value" + i));
      out.line("get", client.get("pooled:" + i));
    }
    out.line("incrBy", client.incrBy("pooled:counter", 4));
    out.line("hset", client.hset("pooled:hash", Collections.singletonMap("f", "v")));
    out.line("hgetAll", client.hgetAll("pooled:hash"));
    out.line("zadd", client.zadd("pooled:zset", 1.5, "m"));
    out.line("zrangeWithScores", client.zrangeWithScores("pooled:zset", 0, -1));
    out.line("sadd", client.sadd("pooled:set", "a", "b", "c"));
    out.line("smembers", client.smembers("pooled:set"));
    out.line("mget", client.mget("{pooled}a", "{pooled}b"));
    out.line("eval", client.eval("return redis.call('incr', KEYS[1])", 1, "pooled:script"));
    out.attempt("an error", () -> client.incr("pooled:0"));
    out.line("blpop of nothing", client.blpop(1, "pooled:none"));
    client.close();
  }
}
