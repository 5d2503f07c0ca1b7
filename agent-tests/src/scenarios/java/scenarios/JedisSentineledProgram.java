// since 5.0, until 8.0
package scenarios;

import java.util.LinkedHashSet;
import java.util.Set;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.JedisSentineled;

/** Uses a {@code JedisSentineled} while its master dies permanently. */
final class JedisSentineledProgram {
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
    JedisSentineled client =
        new JedisSentineled("legacy", Clients.config(target), sentinels, SENTINEL_CONFIG);
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
