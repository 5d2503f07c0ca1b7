// since 2.9
package scenarios;

import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import redis.clients.jedis.Jedis;

/** Pushes numbered orders to a list in a producer thread, and pops them in a worker thread. */
final class Queue {
  private static final int SECONDS = 2;
  private static final int WAITING_AT_MOST = 20;

  private final String key;
  /** How often each order was popped. */
  private final ConcurrentMap<Long, Integer> taken = new ConcurrentHashMap<>();

  private volatile long pushed;

  Queue(String tag) {
    key = tag + "queue";
  }

  final class Producer extends WorkLoop {
    Producer(Target target) {
      super(target);
    }

    @Override
    void step(Jedis jedis) throws InterruptedException {
      while (pushed - taken.size() > WAITING_AT_MOST) {
        Thread.sleep(1); // lets the worker catch up
      }
      jedis.lpush(key, String.valueOf(pushed + 1));
      pushed++;
    }

    /** An order that is neither in the list nor popped by the worker was not pushed. */
    @Override
    void readBack(Jedis jedis) throws InterruptedException {
      long doubtful = pushed + 1;
      for (int look = 0; look < 20; look++) {
        if (taken.containsKey(doubtful)
            || jedis.lrange(key, 0, -1).contains(String.valueOf(doubtful))) {
          pushed = doubtful;
          return;
        }
        Thread.sleep(10);
      }
    }

    @Override
    String fault(Jedis jedis) {
      List<String> left = jedis.lrange(key, 0, -1);
      for (long order = 1; order <= pushed; order++) {
        int times = taken.getOrDefault(order, 0) + (left.contains(String.valueOf(order)) ? 1 : 0);
        if (times != 1) {
          return "order " + order + " of " + pushed + " came out " + times + " times";
        }
      }
      int all = taken.size() + left.size();
      return all == pushed ? null : all + " orders of " + pushed;
    }
  }

  final class Worker extends WorkLoop {
    private long next = 1;

    Worker(Target target) {
      super(target);
    }

    @Override
    void step(Jedis jedis) {
      List<String> popped = jedis.brpop(SECONDS, key);
      if (popped != null && !popped.isEmpty()) {
        take(Long.parseLong(popped.get(1)));
      }
    }

    private void take(long order) {
      check(order == next, "order " + order + " came out instead of " + next);
      taken.merge(order, 1, Integer::sum);
      next++;
    }

    /** When the reply of a pop was lost, the oldest order in the list shows whether the next order was popped. */
    @Override
    void readBack(Jedis jedis) {
      long doubtful = next;
      boolean wasPushed = pushed >= doubtful;
      String oldest = jedis.lindex(key, -1);
      if (wasPushed && !String.valueOf(doubtful).equals(oldest)) {
        take(doubtful);
      }
    }

    @Override
    String fault(Jedis jedis) {
      return null; // the result of the producer counts
    }
  }
}
