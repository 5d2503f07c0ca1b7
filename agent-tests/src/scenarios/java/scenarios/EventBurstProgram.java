// since 2.9
package scenarios;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisPubSub;

/** A burst of keyspace events of all masters, and what a subscriber costs that waits for more. */
final class EventBurstProgram {
  private static final int EVENTS = 300;
  private static final long IDLE_MILLIS = 3000;

  static void run(Target target, Transcript out) throws Exception {
    Set<String> seen = ConcurrentHashMap.newKeySet();
    JedisPubSub events = new JedisPubSub() {
      @Override
      public void onPMessage(String pattern, String channel, String message) {
        seen.add(message);
      }
    };
    Thread reading = new Thread(() -> target.jedis().psubscribe(events, "__keyevent@0__:set"));
    reading.setDaemon(true);
    reading.start();
    Jedis writer = target.jedis();
    for (int probe = 0; !bringsAllMasters(seen, writer, "probe:" + probe); probe++) {
      if (probe > 200) {
        throw new IllegalStateException("events of some masters do not come: " + seen);
      }
    }

    long start = System.nanoTime();
    write(writer, "burst");
    long seconds = 20;
    while (count(seen, "burst") < EVENTS
        && System.nanoTime() - start < TimeUnit.SECONDS.toNanos(seconds)) {
      Thread.sleep(1);
    }
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    System.err.println(count(seen, "burst") + " events after " + millis + " ms");
    out.line("events", count(seen, "burst"));
    out.line("they came within 2 s", millis < 2000);

    long before = processorNanos(reading);
    Thread.sleep(IDLE_MILLIS); // what is measured is waiting
    long nanos = processorNanos(reading) - before;
    double percent = nanos / 1e4 / IDLE_MILLIS;
    System.err.printf("an idle subscriber takes %.4f %% of a processor%n", percent);
    out.line("an idle subscriber takes less than 0.1 % of a processor", percent < 0.1);
  }

  private static boolean bringsAllMasters(Set<String> seen, Jedis writer, String prefix)
      throws InterruptedException {
    write(writer, prefix);
    for (int look = 0; look < 100 && count(seen, prefix) < EVENTS; look++) {
      Thread.sleep(5);
    }
    return count(seen, prefix) == EVENTS;
  }

  private static void write(Jedis writer, String prefix) {
    for (int i = 0; i < EVENTS; i++) {
      writer.set(prefix + ":" + i, "x");
    }
  }

  private static int count(Set<String> seen, String prefix) {
    int count = 0;
    for (String key : seen) {
      count += key.startsWith(prefix + ":") ? 1 : 0;
    }
    return count;
  }

  /** Of the thread that reads, and of those that wait for it. */
  private static long processorNanos(Thread reading) {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long nanos = threads.getThreadCpuTime(reading.getId());
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      nanos += thread.getName().equals("cluster-agent-input")
          ? Math.max(0, threads.getThreadCpuTime(thread.getId()))
          : 0;
    }
    return nanos;
  }
}
