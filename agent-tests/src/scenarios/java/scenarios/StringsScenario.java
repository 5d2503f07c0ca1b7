package scenarios;

import redis.clients.jedis.Jedis;

final class StringsScenario {
  static void run(Target target, Transcript out) {
    Jedis jedis = target.jedis();
    out.line("get of nothing", jedis.get("strings:none"));
    out.line("set", jedis.set("strings:a", "one"));
    out.line("get", jedis.get("strings:a"));
    out.line("getSet", jedis.getSet("strings:a", "two"));
    out.line("append", jedis.append("strings:a", "-three"));
    out.line("strlen", jedis.strlen("strings:a"));
    out.line("getrange", jedis.getrange("strings:a", 1, 4));
    out.line("setrange", jedis.setrange("strings:a", 2, "X"));
    out.line("substr", jedis.substr("strings:a", 0, 2));
    out.line("setnx of a present key", jedis.setnx("strings:a", "no"));
    out.line("setnx of an absent key", jedis.setnx("strings:b", "yes"));
    out.line("setbit", jedis.setbit("strings:bits", 77, true));
    out.line("getbit", jedis.getbit("strings:bits", 77));
    out.line("getbit beyond", jedis.getbit("strings:bits", 7000));
    out.line("set to empty", jedis.set("strings:empty", ""));
    out.line("get empty", jedis.get("strings:empty"));
    out.line(
        "set letters beyond ASCII", jedis.set("strings:\u00e4\u20ac", "\u00fc\ud83d\ude00\r\n"));
    out.line("get letters beyond ASCII", jedis.get("strings:\u00e4\u20ac"));
    for (int i = 0; i < 50; i++) {
      jedis.set("strings:many:" + i, "value " + i);
    }
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < 50; i++) {
      all.append(jedis.get("strings:many:" + i)).append(';');
    }
    out.line("fifty keys", all);
    out.line("exists", jedis.exists("strings:many:7"));
    out.line("del", jedis.del("strings:many:7"));
    out.line("del again", jedis.del("strings:many:7"));
    out.line("exists no more", jedis.exists("strings:many:7"));
    out.line("type", jedis.type("strings:many:8"));
    out.line("type of nothing", jedis.type("strings:many:7"));
    jedis.disconnect();
  }
}
