// since 3.6
package scenarios;

import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisPool;
import redis.clients.jedis.JedisPoolConfig;

/** Connects as an ACL user with a name and a password (AUTH with two arguments). */
public final class AclTarget extends Target {
  @Override
  public Jedis jedis() {
    Jedis jedis = new Jedis(host, port, TIMEOUT_MILLIS);
    jedis.auth(user, password);
    return jedis;
  }

  @Override
  public JedisPool pool(JedisPoolConfig config) {
    return new JedisPool(config, host, port, TIMEOUT_MILLIS, user, password);
  }
}
