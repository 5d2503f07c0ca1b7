// since 3.10
package faults;

import org.apache.commons.pool2.impl.GenericObjectPoolConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisCluster;
import redis.clients.jedis.JedisPool;
import redis.clients.jedis.JedisPoolConfig;

/**
 * Makes the client that {@code load.client} names, {@code plain} by default, for the node at {@code load.host} and {@code
 * load.port}; socket timeout {@code load.timeout}, 2000 ms by default.
 */
final class Clients {
  /** So that no thread ever waits for another. */
  private static final int CONNECTIONS = 64;

  private final String host = System.getProperty("load.host");
  private final int port = Integer.getInteger("load.port");
  private final int timeoutMillis = Integer.getInteger("load.timeout", 2_000);
  private final String name = System.getProperty("load.client", "plain");
  private JedisPool pool;

  Client client() {
    switch (name) {
      case "plain":
        return new PlainClient(pool());
      case "cluster":
        return new ClusterClient(
            new JedisCluster(new HostAndPort(host, port), timeoutMillis, clusterConfig()));
      case "repeating":
        return new RepeatingClient(new PlainClient(pool()));
      case "dropping":
        return new DroppingClient(new PlainClient(pool()));
      case "reordering":
        return new ReorderingClient(new PlainClient(pool()));
      default:
        throw new IllegalArgumentException("unknown client " + name);
    }
  }

  /** One for all that only plain Jedis can do. */
  JedisPool pool() {
    if (pool == null) {
      JedisPoolConfig config = new JedisPoolConfig();
      withoutLimit(config);
      pool = new JedisPool(config, host, port, timeoutMillis);
    }
    return pool;
  }

  /** Raw, as its connections are of type Jedis up to 3.x and Connection from 4.0 on. */
  private static GenericObjectPoolConfig clusterConfig() {
    GenericObjectPoolConfig config = new GenericObjectPoolConfig();
    withoutLimit(config);
    return config;
  }

  private static void withoutLimit(GenericObjectPoolConfig<?> config) {
    config.setMaxTotal(CONNECTIONS);
    config.setMaxIdle(CONNECTIONS);
    config.setJmxEnabled(false);
  }
}
