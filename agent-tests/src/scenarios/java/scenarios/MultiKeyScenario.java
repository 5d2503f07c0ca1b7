package scenarios;

import redis.clients.jedis.Jedis;

/** Sends commands with several keys, all in one slot. */
final class MultiKeyScenario {
  static void run(Target target, Transcript out) {
    Jedis jedis = target.jedis();
    for (int i = 0; i < 8; i++) {
      String tag = "{multikey" + i + "}";
      out.line("mset", jedis.mset(tag + "a", "1", tag + "b", "2"));
      out.line("mget", jedis.mget(tag + "a", tag + "none", tag + "b"));
      out.line("msetnx", jedis.msetnx(tag + "b", "3", tag + "c", "3"));
      out.line("msetnx", jedis.msetnx(tag + "c", "3", tag + "d", "4"));
      out.line("rename", jedis.rename(tag + "a", tag + "e"));
      out.line("renamenx", jedis.renamenx(tag + "e", tag + "b"));
      out.line("del", jedis.del(tag + "b", tag + "c", tag + "none"));
      jedis.rpush(tag + "list", "x");
      out.line("rpoplpush", jedis.rpoplpush(tag + "list", tag + "other"));
    }
    out.attempt("rename of nothing", () -> jedis.rename("{multikey}none", "{multikey}other"));
    out.attempt("mset without a key", () -> jedis.mset(new String[0]));
    jedis.disconnect();
  }
}
