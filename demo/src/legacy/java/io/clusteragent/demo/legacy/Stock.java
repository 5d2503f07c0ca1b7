package io.clusteragent.demo.legacy;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisPool;
import redis.clients.jedis.exceptions.JedisNoScriptException;

/** Changes the available and the reserved pieces of the stock together, with a script. */
final class Stock {
  private static final String RESERVE =
      "if tonumber(redis.call('GET', KEYS[1]) or '0') < tonumber(ARGV[1]) then return -1 end "
          + "redis.call('DECRBY', KEYS[1], ARGV[1]) "
          + "return redis.call('INCRBY', KEYS[2], ARGV[1])";

  private static final String RESERVE_SHA = sha1(RESERVE);

  private final JedisPool pool;
  private final String prefix;

  Stock(JedisPool pool, String prefix) {
    this.pool = pool;
    this.prefix = prefix;
  }

  void fill(String article, long pieces) {
    try (Jedis jedis = pool.getResource()) {
      jedis.set(leftKey(article), Long.toString(pieces));
    }
  }

  /**
   * Reserves pieces.
   *
   * @return the total number of reserved pieces, or -1 if too few are left
   */
  long reserve(String article, long pieces) {
    List<String> keys = Arrays.asList(leftKey(article), reservedKey(article));
    List<String> arguments = Collections.singletonList(Long.toString(pieces));
    try (Jedis jedis = pool.getResource()) {
      try {
        return (Long) jedis.evalsha(RESERVE_SHA, keys, arguments);
      } catch (JedisNoScriptException e) {
        return (Long) jedis.eval(RESERVE, keys, arguments);
      }
    }
  }

  long left(String article) {
    return number(leftKey(article));
  }

  long reserved(String article) {
    return number(reservedKey(article));
  }

  private long number(String key) {
    try (Jedis jedis = pool.getResource()) {
      String value = jedis.get(key);
      return value == null ? 0 : Long.parseLong(value);
    }
  }

  private static String sha1(String script) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-1").digest(script.getBytes(StandardCharsets.UTF_8));
      return String.format("%040x", new BigInteger(1, digest));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-1", e);
    }
  }

  private String leftKey(String article) {
    return prefix + "{" + article + "}:left";
  }

  private String reservedKey(String article) {
    return prefix + "{" + article + "}:reserved";
  }
}
