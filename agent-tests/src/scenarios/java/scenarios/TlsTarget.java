// since 2.9
package scenarios;

import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisPool;
import redis.clients.jedis.JedisPoolConfig;

/** Connects with TLS, using the JVM's trust store. */
public final class TlsTarget extends Target {
  @Override
  public Jedis jedis() {
    return new Jedis(host, port, TIMEOUT_MILLIS, true);
  }

  @Override
  public JedisPool pool(JedisPoolConfig config) {
    return new JedisPool(config, host, port, TIMEOUT_MILLIS, password, true);
  }
}
