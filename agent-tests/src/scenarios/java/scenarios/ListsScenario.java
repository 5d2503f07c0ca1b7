package scenarios;

import redis.clients.jedis.Jedis;

final class ListsScenario {
  static void run(Target target, Transcript out) {
    Jedis jedis = target.jedis();
    for (int i = 0; i < 10; i++) {
      out.line("rpush", jedis.rpush("list:1", "item" + i));
    }
    out.line("lpush", jedis.lpush("list:1", "first"));
    out.line("llen", jedis.llen("list:1"));
    out.line("lrange", jedis.lrange("list:1", 0, -1));
    out.line("lrange of nothing", jedis.lrange("list:none", 0, -1));
    out.line("lindex", jedis.lindex("list:1", 2));
    out.line("lindex beyond", jedis.lindex("list:1", 99));
    out.line("lset", jedis.lset("list:1", 2, "changed"));
    out.line("lrem", jedis.lrem("list:1", 0, "item5"));
    out.line("ltrim", jedis.ltrim("list:1", 0, 5));
    out.line("lpop", jedis.lpop("list:1"));
    out.line("rpop", jedis.rpop("list:1"));
    out.line("lpop of nothing", jedis.lpop("list:none"));
    out.line("lpushx", jedis.lpushx("list:none", "x"));
    out.line("rpushx", jedis.rpushx("list:1", "x"));
    out.line("left", jedis.lrange("list:1", 0, -1));
    out.line("rpoplpush in one list", jedis.rpoplpush("list:1", "list:1"));
    out.line("turned", jedis.lrange("list:1", 0, -1));
    out.attempt("lset of nothing", () -> jedis.lset("list:none", 0, "x"));
    jedis.disconnect();
  }
}
