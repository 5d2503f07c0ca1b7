// since 7.4
package scenarios;

import java.util.LinkedHashSet;
import java.util.Set;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.RedisSentinelClient;

/** Uses a {@code RedisSentinelClient} while its master dies permanently. */
final class RedisSentinelClientProgram {
  private static final JedisClientConfig SENTINEL_CONFIG = DefaultJedisClientConfig.builder()
      .password("of the Sentinels")
      .clientName("legacy")
      .resp3()
      .build();

  static void run(Target target, Transcript out) throws Exception {
    Set<HostAndPort> sentinels = new LinkedHashSet<>();
    for (String sentinel : System.getProperty("target.sentinels").split(",")) {
      sentinels.add(HostAndPort.from(sentinel));
    }
    RedisSentinelClient client = RedisSentinelClient.builder()
        .masterName("legacy")
        .sentinels(sentinels)
        .sentinelClientConfig(SENTINEL_CONFIG)
        .clientConfig(Clients.config(target))
        .build();
    SentinelSteps.run(target, out, new SentinelSteps.Client() {
      @Override
      public Object master() {
        return client.getCurrentMaster();
      }

      @Override
      public void set(String key, String value) {
        client.set(key, value);
      }

      @Override
      public String get(String key) {
        return client.get(key);
      }

      @Override
      public void close() {
        client.close();
      }
    });
  }
}
