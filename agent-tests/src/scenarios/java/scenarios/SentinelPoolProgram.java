// since 2.9
package scenarios;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisPoolConfig;
import redis.clients.jedis.JedisSentinelPool;

/** Uses a {@code JedisSentinelPool} while its master dies permanently. */
final class SentinelPoolProgram {
  static void run(Target target, Transcript out) throws Exception {
    Set<String> sentinels =
        new LinkedHashSet<>(Arrays.asList(System.getProperty("target.sentinels").split(",")));
    JedisPoolConfig config = new JedisPoolConfig();
    config.setTestOnBorrow(true);
    JedisSentinelPool pool =
        new JedisSentinelPool("legacy", sentinels, config, Target.TIMEOUT_MILLIS, target.password);
    SentinelSteps.run(target, out, new SentinelSteps.Client() {
      @Override
      public Object master() {
        return pool.getCurrentHostMaster();
      }

      @Override
      public void set(String key, String value) {
        try (Jedis jedis = pool.getResource()) {
          jedis.set(key, value);
        }
      }

      @Override
      public String get(String key) {
        try (Jedis jedis = pool.getResource()) {
          return jedis.get(key);
        }
      }

      @Override
      public void close() {
        pool.destroy();
      }
    });
  }
}
