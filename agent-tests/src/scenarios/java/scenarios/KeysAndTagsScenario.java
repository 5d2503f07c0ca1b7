package scenarios;

import redis.clients.jedis.Jedis;

/** Uses keys whose slot is easily computed wrong: hash tags in all forms, the empty key, any bytes. */
final class KeysAndTagsScenario {
  static void run(Target target, Transcript out) {
    Jedis jedis = target.jedis();
    String[] keys = {
      "{user1000}.following",
      "foo{}{bar}",
      "foo{{bar}}zap",
      "foo{bar}{zap}",
      "{",
      "}",
      "{}",
      "}{",
      "a{b",
      "a}b{c}",
      "",
      " ",
      "{\u00e4}x",
      "x{a}y}",
      "{{}}",
      "{a\nb}c"
    };
    for (String key : keys) {
      out.line("set '" + Transcript.show(key) + "'", jedis.set(key, "value of " + key));
    }
    for (String key : keys) {
      out.line("get '" + Transcript.show(key) + "'", jedis.get(key));
    }
    out.line("mget of one tag", jedis.mget("foo{bar}{zap}", "{bar}", "other{bar}"));
    out.line("rename in one tag", jedis.rename("foo{bar}{zap}", "{bar}renamed"));
    out.line("get renamed", jedis.get("{bar}renamed"));
    for (int i = 0; i < 256; i += 5) {
      byte[] key = {(byte) i, 0, '\r', '\n', (byte) 0xff, (byte) (i * 7)};
      jedis.set(key, new byte[] {(byte) i, 0, (byte) 0x80});
      out.line("bytes " + i, jedis.get(key));
      out.line("bytes exist", jedis.exists(key));
    }
    jedis.disconnect();
  }
}
