package bench;

import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisPool;
import redis.clients.jedis.JedisPoolConfig;

/** Holds one plain pool per server, and a table from keys to pools. */
final class Pools {
  /** More than a busy machine needs for the longest pipeline. */
  static final int TIMEOUT_MILLIS = 30_000;

  private final JedisPool[] pools;
  private final byte[] poolOfKey;

  /**
   * Opens the pools.
   *
   * @param servers {@code host:port} of each
   * @param poolOfKey for each key the index of its server, as a digit
   * @param threads connections of each pool
   */
  Pools(String[] servers, String poolOfKey, int threads) {
    this.pools = new JedisPool[servers.length];
    for (int i = 0; i < servers.length; i++) {
      pools[i] = new JedisPool(config(threads), host(servers[i]), port(servers[i]), TIMEOUT_MILLIS);
    }
    this.poolOfKey = new byte[poolOfKey.length()];
    for (int i = 0; i < this.poolOfKey.length; i++) {
      this.poolOfKey[i] = (byte) (poolOfKey.charAt(i) - '0');
    }
  }

  static JedisPoolConfig config(int threads) {
    JedisPoolConfig config = new JedisPoolConfig();
    config.setMaxTotal(threads);
    config.setMaxIdle(threads);
    config.setJmxEnabled(false);
    return config;
  }

  static String host(String server) {
    return server.substring(0, server.lastIndexOf(':'));
  }

  static int port(String server) {
    return Integer.parseInt(server.substring(server.lastIndexOf(':') + 1));
  }

  int count() {
    return pools.length;
  }

  int serverOf(int key) {
    return poolOfKey[key];
  }

  Jedis lease(int key) {
    return pools[serverOf(key)].getResource();
  }
}
