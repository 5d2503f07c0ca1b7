package io.clusteragent.demo.legacy;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisPool;

/** Stores each order as a hash, and ranks all orders by value in a sorted set. */
final class Orders {
  private final JedisPool pool;
  private final String prefix;
  private final String ranking;

  Orders(JedisPool pool, String prefix) {
    this.pool = pool;
    this.prefix = prefix + "order:";
    this.ranking = prefix + "ranking";
  }

  void save(String id, String customer, long cents) {
    Map<String, String> fields = new HashMap<String, String>();
    fields.put("customer", customer);
    fields.put("cents", Long.toString(cents));
    try (Jedis jedis = pool.getResource()) {
      jedis.hmset(prefix + id, fields);
    }
  }

  /** The fields of an order; empty if there is none. */
  Map<String, String> find(String id) {
    try (Jedis jedis = pool.getResource()) {
      return jedis.hgetAll(prefix + id);
    }
  }

  void rank(String id, long cents) {
    try (Jedis jedis = pool.getResource()) {
      jedis.zadd(ranking, (double) cents, id);
    }
  }

  /** The value by which an order is ranked; null if it is not ranked. */
  Double rankedValue(String id) {
    try (Jedis jedis = pool.getResource()) {
      return jedis.zscore(ranking, id);
    }
  }

  /** The orders with the highest values, highest first. */
  Set<String> top(int count) {
    try (Jedis jedis = pool.getResource()) {
      return jedis.zrevrange(ranking, 0, count - 1);
    }
  }
}
