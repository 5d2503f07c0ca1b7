package io.clusteragent.demo.legacy;

import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisPool;
import redis.clients.jedis.JedisPubSub;

/** Publishes news about orders by pub/sub. */
final class Events {
  private final JedisPool pool;
  private final String channel;

  Events(JedisPool pool, String channel) {
    this.pool = pool;
    this.channel = channel;
  }

  void publish(String news) {
    try (Jedis jedis = pool.getResource()) {
      jedis.publish(channel, news);
    }
  }

  /** Passes news to the listener; blocks until the listener unsubscribes. */
  void listen(JedisPubSub listener) {
    try (Jedis jedis = pool.getResource()) {
      jedis.subscribe(listener, channel);
    }
  }
}
