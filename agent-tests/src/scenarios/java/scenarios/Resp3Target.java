// since 5.0
package scenarios;

import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.JedisPool;
import redis.clients.jedis.JedisPoolConfig;
import redis.clients.jedis.RedisProtocol;

/** Connects with RESP3, which HELLO selects when a connection opens. */
public final class Resp3Target extends Target {
  private final JedisClientConfig config = DefaultJedisClientConfig.builder()
      .protocol(RedisProtocol.RESP3)
      .timeoutMillis(TIMEOUT_MILLIS)
      .build();

  @Override
  Object clientConfig() {
    return config;
  }

  @Override
  public Jedis jedis() {
    return new Jedis(new HostAndPort(host, port), config);
  }

  @Override
  public JedisPool pool(JedisPoolConfig poolConfig) {
    return new JedisPool(poolConfig, new HostAndPort(host, port), config);
  }
}
