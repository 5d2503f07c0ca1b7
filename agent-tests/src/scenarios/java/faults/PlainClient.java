// since 3.10
package faults;

import java.util.List;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisPool;

/** Plain Jedis, leased from a pool for each command. */
final class PlainClient implements Client {
  private final JedisPool pool;

  PlainClient(JedisPool pool) {
    this.pool = pool;
  }

  @Override
  public void incr(String key) {
    try (Jedis jedis = pool.getResource()) {
      jedis.incr(key);
    }
  }

  @Override
  public void rpush(String key, String value) {
    try (Jedis jedis = pool.getResource()) {
      jedis.rpush(key, value);
    }
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
  public void setBoth(String one, String other, String value) {
    try (Jedis jedis = pool.getResource()) {
      jedis.mset(one, value, other, value);
    }
  }

  @Override
  public List<String> getBoth(String one, String other) {
    try (Jedis jedis = pool.getResource()) {
      return jedis.mget(one, other);
    }
  }
}
