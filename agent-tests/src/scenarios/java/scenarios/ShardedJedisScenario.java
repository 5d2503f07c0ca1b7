// since 2.1, until 4.0, plain only
package scenarios;

import java.util.Arrays;
import redis.clients.jedis.JedisShardInfo;
import redis.clients.jedis.ShardedJedis;
import redis.clients.jedis.ShardedJedisPipeline;

/** Uses ShardedJedis, which shards in the client without a cluster. */
final class ShardedJedisScenario {
  static void run(Target target, Transcript out) {
    JedisShardInfo one = new JedisShardInfo(target.host, target.port, "one");
    JedisShardInfo two = new JedisShardInfo(target.host, target.port, "two");
    ShardedJedis jedis = new ShardedJedis(Arrays.asList(one, two));
    for (int i = 0; i < 30; i++) {
      jedis.set("sharded:" + i, "value" + i);
      out.line("get", jedis.get("sharded:" + i));
    }
    ShardedJedisPipeline pipeline = jedis.pipelined();
    for (int i = 0; i < 30; i++) {
      pipeline.get("sharded:" + i);
    }
    out.line("pipeline", pipeline.syncAndReturnAll());
    jedis.disconnect();
  }
}
