package io.clusteragent.demo.legacy;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import redis.clients.jedis.exceptions.JedisConnectionException;

/**
 * The blocking queue under load. Every order that was put must be taken once; a put or a take whose
 * reply was lost may stand for one order that never arrives.
 */
final class PackingLine {
  private static final int TAKE_SECONDS = 1;

  private final PackingQueue queue;
  private final Tally tally;
  private final ConcurrentMap<String, Integer> packed = new ConcurrentHashMap<String, Integer>();
  private final Set<String> confirmed = ConcurrentHashMap.newKeySet();
  private final AtomicLong unknownTakes = new AtomicLong();
  private volatile boolean closing;

  PackingLine(PackingQueue queue, Tally tally) {
    this.queue = queue;
    this.tally = tally;
  }

  void put(String order) {
    long start = System.nanoTime();
    try {
      queue.put(order);
      confirmed.add(order);
      tally.done(1, start);
    } catch (JedisConnectionException e) {
      tally.unknown.incrementAndGet();
    } catch (RuntimeException e) {
      tally.error("putting an order", e);
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
          tally.operations.incrementAndGet();
        } else if (last) {
          return;
        }
      } catch (JedisConnectionException e) {
        tally.unknown.incrementAndGet();
        unknownTakes.incrementAndGet();
      } catch (RuntimeException e) {
        tally.error("taking an order", e);
        if (last) {
          return;
        }
      }
    }
  }

  /** No more orders will be put. */
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
    tally.compare("packed orders", confirmed.size() - excused, confirmed.size() - missing);
    for (Map.Entry<String, Integer> order : packed.entrySet()) {
      tally.compare("packing of " + order.getKey(), 1, order.getValue());
    }
  }
}
