package io.clusteragent.demo.legacy;

import java.util.ArrayList;
import java.util.List;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisPool;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Response;

/** Increments many counters at a time through a pipeline. */
final class Statistics {
  private final JedisPool pool;
  private final String prefix;

  Statistics(JedisPool pool, String prefix) {
    this.pool = pool;
    this.prefix = prefix + "count:";
  }

  /** Increments the counter of each name; returns the new values in the same order. */
  List<Long> count(List<String> names) {
    List<Response<Long>> replies = new ArrayList<Response<Long>>();
    try (Jedis jedis = pool.getResource()) {
      Pipeline pipeline = jedis.pipelined();
      for (String name : names) {
        replies.add(pipeline.incr(prefix + name));
      }
      pipeline.sync();
    }
    List<Long> values = new ArrayList<Long>();
    for (Response<Long> reply : replies) {
      values.add(reply.get());
    }
    return values;
  }

  long value(String name) {
    try (Jedis jedis = pool.getResource()) {
      String value = jedis.get(prefix + name);
      return value == null ? 0 : Long.parseLong(value);
    }
  }
}
