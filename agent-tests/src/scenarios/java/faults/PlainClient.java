// since 3.10
package faults;

import java.util.Collections;
import java.util.List;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisPool;

/** Sends each command with a plain Jedis from a pool. */
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

  @Override
  public String loadScript(String script, List<String> samples) {
    try (Jedis jedis = pool.getResource()) {
      return jedis.scriptLoad(script);
    }
  }

  @Override
  public void evalsha(String sha1, List<String> keys, String argument) {
    try (Jedis jedis = pool.getResource()) {
      jedis.evalsha(sha1, keys, Collections.singletonList(argument));
    }
  }

  @Override
  public void lpush(String key, String value) {
    try (Jedis jedis = pool.getResource()) {
      jedis.lpush(key, value);
    }
  }

  @Override
  public void brpoplpush(String from, String to, int seconds) {
    try (Jedis jedis = pool.getResource()) {
      jedis.brpoplpush(from, to, seconds);
    }
  }

  @Override
  public String brpop(String key, int seconds) {
    try (Jedis jedis = pool.getResource()) {
      List<String> popped = jedis.brpop(seconds, key);
      return popped == null || popped.isEmpty() ? null : popped.get(1);
    }
  }
}
