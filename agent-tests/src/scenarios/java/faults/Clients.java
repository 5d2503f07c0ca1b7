// since 3.10
package faults;

import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocketFactory;
import org.apache.commons.pool2.impl.GenericObjectPoolConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisCluster;
import redis.clients.jedis.JedisPool;
import redis.clients.jedis.JedisPoolConfig;

/**
 * Creates the client that {@code load.client} names, {@code plain} by default. It connects to the node at {@code load.host} and
 * {@code load.port}, with the socket timeout {@code load.timeout}, 2000 ms by default. With {@code load.tls} it uses TLS, and
 * verifies host names.
 */
final class Clients {
  /** More connections than threads, so that no thread waits for another. */
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

  /** The pool for the commands that only plain Jedis has. */
  JedisPool pool() {
    if (pool == null) {
      JedisPoolConfig config = new JedisPoolConfig();
      withoutLimit(config);
      pool = Boolean.getBoolean("load.tls")
          ? verifyingPool(config)
          : new JedisPool(config, host, port, timeoutMillis);
    }
    return pool;
  }

  private JedisPool verifyingPool(JedisPoolConfig config) {
    SSLParameters parameters = new SSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    SSLSocketFactory sockets = (SSLSocketFactory) SSLSocketFactory.getDefault();
    return new JedisPool(
        config,
        host,
        port,
        timeoutMillis,
        timeoutMillis,
        null,
        0,
        null,
        true,
        sockets,
        parameters,
        null);
  }

  /** Raw, because its connections have the type Jedis up to 3.x, and Connection from 4.0 on. */
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
