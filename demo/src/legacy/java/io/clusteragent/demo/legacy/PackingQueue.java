package io.clusteragent.demo.legacy;

import java.util.List;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisPool;

/** The queue between the threads that take orders and those that pack them. */
final class PackingQueue {
  private final JedisPool pool;
  private final String key;

  PackingQueue(JedisPool pool, String key) {
    this.pool = pool;
    this.key = key;
  }

  void put(String order) {
    try (Jedis jedis = pool.getResource()) {
      jedis.lpush(key, order);
    }
  }

  /** Waits for the next order; null if none arrives within the time. */
  String take(int seconds) {
    try (Jedis jedis = pool.getResource()) {
      List<String> popped = jedis.brpop(seconds, key);
      return popped == null || popped.isEmpty() ? null : popped.get(1);
    }
  }
}
