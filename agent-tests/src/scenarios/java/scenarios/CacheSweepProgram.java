// since 5.2
package scenarios;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import redis.clients.jedis.exceptions.JedisException;

/** Writes and reads the same keys in several threads with one pool and one cache. A key's value is its name. */
final class CacheSweepProgram {
  private static final int MOST_SHOWN = 10;

  static void run(Target target, Transcript out) throws Exception {
    int threads = Integer.getInteger("cache.threads", 10);
    int keys = Integer.getInteger("cache.commands", 110_000) / threads / 2;
    CachingPool pool = new CachingPool(target);
    AtomicInteger wrong = new AtomicInteger();
    List<String> shown = new ArrayList<>();
    target.ask("begin");
    List<Thread> workers = new ArrayList<>();
    for (int t = 0; t < threads; t++) {
      Thread worker = new Thread(() -> {
        for (int i = 0; i < keys; i++) {
          String key = "sweep:" + i;
          expect("OK", "SET " + key, () -> pool.set(key, key), wrong, shown);
          expect(key, "GET " + key, () -> pool.get(key), wrong, shown);
        }
      });
      worker.start();
      workers.add(worker);
    }
    for (Thread worker : workers) {
      worker.join();
    }
    target.ask("end");
    out.line("wrong", wrong.get());
    out.line("shown", shown);
    pool.close();
  }

  private interface Call {
    String answer();
  }

  private static void expect(
      String expected, String command, Call call, AtomicInteger wrong, List<String> shown) {
    String answer;
    try {
      answer = call.answer();
    } catch (JedisException | ClassCastException e) {
      answer = String.valueOf(e);
    }
    if (!expected.equals(answer)) {
      wrong.incrementAndGet();
      synchronized (shown) {
        if (shown.size() < MOST_SHOWN) {
          shown.add(command + " answered " + answer);
        }
      }
    }
  }
}
