package scenarios;

import redis.clients.jedis.Jedis;

final class SetsScenario {
  static void run(Target target, Transcript out) {
    Jedis jedis = target.jedis();
    for (int i = 0; i < 10; i++) {
      jedis.sadd("{set}:even", String.valueOf(2 * i));
      jedis.sadd("{set}:three", String.valueOf(3 * i));
    }
    out.line("sadd again", jedis.sadd("{set}:even", "2"));
    out.line("scard", jedis.scard("{set}:even"));
    out.line("smembers", jedis.smembers("{set}:even"));
    out.line("smembers of nothing", jedis.smembers("{set}:none"));
    out.line("sismember", jedis.sismember("{set}:even", "4"));
    out.line("srem", jedis.srem("{set}:even", "4"));
    out.line("sinter", jedis.sinter("{set}:even", "{set}:three"));
    out.line("sunion", jedis.sunion("{set}:even", "{set}:three"));
    out.line("sdiff", jedis.sdiff("{set}:even", "{set}:three"));
    out.line("sinterstore", jedis.sinterstore("{set}:both", "{set}:even", "{set}:three"));
    out.line("sunionstore", jedis.sunionstore("{set}:any", "{set}:even", "{set}:three"));
    out.line("sdiffstore", jedis.sdiffstore("{set}:only", "{set}:even", "{set}:three"));
    out.line("stored", jedis.smembers("{set}:only"));
    out.line("smove", jedis.smove("{set}:even", "{set}:three", "2"));
    out.line("spop of nothing", jedis.spop("{set}:none"));
    jedis.sadd("{set}:single", "alone");
    out.line("srandmember", jedis.srandmember("{set}:single"));
    out.line("spop", jedis.spop("{set}:single"));
    out.line("exists no more", jedis.exists("{set}:single"));
    jedis.disconnect();
  }
}
