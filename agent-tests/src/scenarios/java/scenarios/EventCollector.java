// since 2.9
package scenarios;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import redis.clients.jedis.Jedis;

/** Counts how often each event about keys of all masters arrives in a stream of events. */
final class EventCollector {
  private static final String ONCE = "each once";
  private static final int KEYS = 60;
  private static final long LONGEST_WAIT_NANOS = TimeUnit.SECONDS.toNanos(20);

  private final ConcurrentMap<String, Integer> seen = new ConcurrentHashMap<>();
  private final String[] forms;
  private int round;

  /**
   * @param forms the events of one command, each with {@code KEY} for the key
   */
  EventCollector(String... forms) {
    this.forms = forms;
  }

  void add(String event) {
    seen.merge(event, 1, Integer::sum);
  }

  /** Writes new keys until all events of two rounds have arrived once: a change of masters takes effect within a second. */
  void awaitSettled(Jedis writer) throws InterruptedException {
    long end = System.nanoTime() + LONGEST_WAIT_NANOS;
    String first;
    String second = null;
    do {
      first = second;
      second = ofOneRound(writer);
      if (System.nanoTime() > end) {
        throw new IllegalStateException("not each once: " + second);
      }
    } while (!(ONCE.equals(first) && ONCE.equals(second)));
  }

  /** Writes new keys. Returns {@code each once}, or the events that arrived more or less often. */
  String ofOneRound(Jedis writer) throws InterruptedException {
    List<String> expected = write(writer);
    awaitAll(expected);
    Thread.sleep(
        1200); // time for a duplicate, which must not arrive, and for a check of the masters
    List<String> wrong = new ArrayList<>();
    for (String event : expected) {
      int times = seen.getOrDefault(event, 0);
      if (times != 1) {
        wrong.add(event + " x " + times);
      }
    }
    return wrong.isEmpty() ? ONCE : wrong.toString();
  }

  private List<String> write(Jedis writer) {
    round++;
    for (int i = 0; i < KEYS; i++) {
      writer.set(key(i), "x");
    }
    return expected();
  }

  private String key(int i) {
    return "events:" + round + ":" + i;
  }

  private List<String> expected() {
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < KEYS; i++) {
      for (String form : forms) {
        expected.add(form.replace("KEY", key(i)));
      }
    }
    return expected;
  }

  private void awaitAll(List<String> expected) throws InterruptedException {
    for (int look = 0; look < 300 && !seen.keySet().containsAll(expected); look++) {
      Thread.sleep(5);
    }
  }
}
