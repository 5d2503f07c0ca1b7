package scenarios;

import redis.clients.jedis.Jedis;

final class SortedSetsScenario {
  static void run(Target target, Transcript out) {
    Jedis jedis = target.jedis();
    for (int i = 0; i < 12; i++) {
      jedis.zadd("{zset}:1", i * 1.5, "member" + i);
      jedis.zadd("{zset}:2", 100 - i, "member" + 2 * i);
    }
    out.line("zadd again", jedis.zadd("{zset}:1", 4.25, "member3"));
    out.line("zcard", jedis.zcard("{zset}:1"));
    out.line("zscore", jedis.zscore("{zset}:1", "member3"));
    out.line("zscore of nothing", jedis.zscore("{zset}:1", "none"));
    out.line("zincrby", jedis.zincrby("{zset}:1", 2.5, "member3"));
    out.line("zrank", jedis.zrank("{zset}:1", "member3"));
    out.line("zrank of nothing", jedis.zrank("{zset}:1", "none"));
    out.line("zrevrank", jedis.zrevrank("{zset}:1", "member3"));
    out.line("zrange", jedis.zrange("{zset}:1", 0, -1));
    out.line("zrevrange", jedis.zrevrange("{zset}:1", 0, 3));
    out.line("zrangeWithScores", jedis.zrangeWithScores("{zset}:1", 0, 4));
    out.line("zrangeByScore", jedis.zrangeByScore("{zset}:1", 3, 9));
    out.line("zrangeByScore open", jedis.zrangeByScore("{zset}:1", "(3", "+inf"));
    out.line("zcount", jedis.zcount("{zset}:1", 3, 9));
    out.line("zrem", jedis.zrem("{zset}:1", "member0"));
    out.line("zremrangeByRank", jedis.zremrangeByRank("{zset}:1", 0, 1));
    out.line("zremrangeByScore", jedis.zremrangeByScore("{zset}:1", 15, 20));
    out.line("zunionstore", jedis.zunionstore("{zset}:union", "{zset}:1", "{zset}:2"));
    out.line("zinterstore", jedis.zinterstore("{zset}:inter", "{zset}:1", "{zset}:2"));
    out.line("stored", jedis.zrangeWithScores("{zset}:inter", 0, -1));
    jedis.disconnect();
  }
}
