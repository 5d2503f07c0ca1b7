package io.clusteragent.demo.legacy;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import redis.clients.jedis.exceptions.JedisConnectionException;

/**
 * Uses the blocking queue under load. Every order that was put must be taken once. For each put or take whose reply was lost, one
 * order may be missing.
 */
final class PackingLine {
  private static final int TAKE_SECONDS = 1;

  private final PackingQueue queue;
  private final LoadStatistics statistics;
  private final ConcurrentMap<String, Integer> packed = new ConcurrentHashMap<String, Integer>();
  private final Set<String> confirmed = ConcurrentHashMap.newKeySet();
  private final AtomicLong unknownTakes = new AtomicLong();
  private volatile boolean closing;

  PackingLine(PackingQueue queue, LoadStatistics statistics) {
    this.queue = queue;
    this.statistics = statistics;
  }

  void put(String order) {
    long start = System.nanoTime();
    try {
      queue.put(order);
      confirmed.add(order);
      statistics.done(1, start);
    } catch (JedisConnectionException e) {
      statistics.unknown.incrementAndGet();
    } catch (RuntimeException e) {
      statistics.error("putting an order", e);
    }
  }

  /** Packs until {@link #close()} was called and the queue is empty. */
  void pack() {
    while (true) {
      boolean last = closing;
      try {
        String order = queue.take(TAKE_SECONDS);
        if (order != null) {
          packed.merge(order, 1, Integer::sum);
          statistics.operations.incrementAndGet();
        } else if (last) {
          return;
        }
      } catch (JedisConnectionException e) {
        statistics.unknown.incrementAndGet();
        unknownTakes.incrementAndGet();
      } catch (RuntimeException e) {
        statistics.error("taking an order", e);
        if (last) {
          return;
        }
      }
    }
  }

  /** Ends the input: no more orders will be put. */
  void close() {
    closing = true;
  }

  void verify() {
    long missing = 0;
    for (String order : confirmed) {
      if (!packed.containsKey(order)) {
        missing++;
      }
    }
    long excused = Math.min(missing, unknownTakes.get());
    statistics.compare("packed orders", confirmed.size() - excused, confirmed.size() - missing);
    for (Map.Entry<String, Integer> order : packed.entrySet()) {
      statistics.compare("packing of " + order.getKey(), 1, order.getValue());
    }
  }
}
