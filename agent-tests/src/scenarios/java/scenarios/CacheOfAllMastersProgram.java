// since 5.2, until 8.0
package scenarios;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.JedisPooled;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.csc.CacheConfig;

/** Reads through a pooled client with a cache, while the harness changes the values on their nodes. */
final class CacheOfAllMastersProgram {
  private static final int THREADS = 8;
  private static final int KEYS = 60;

  static void run(Target target, Transcript out) throws Exception {
    JedisPooled client = new JedisPooled(
        Clients.address(target),
        DefaultJedisClientConfig.builder()
            .protocol(RedisProtocol.RESP3)
            .timeoutMillis(20_000)
            .build(),
        CacheConfig.builder().build());
    out.line("not read as at first", readByAll(client, "first"));
    long read = client.getCache().getSize();
    out.line("in the cache", read);
    target.ask("change");
    out.line("not read as changed", readByAll(client, "second"));
  }

  private static List<String> readByAll(JedisPooled client, String expected)
      throws InterruptedException {
    List<String> wrong = Collections.synchronizedList(new ArrayList<>());
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < THREADS; t++) {
      Thread thread = new Thread(() -> read(client, expected, wrong));
      thread.start();
      threads.add(thread);
    }
    for (Thread each : threads) {
      each.join();
    }
    return wrong;
  }

  /** Reads until the invalidation has arrived. */
  private static void read(JedisPooled client, String expected, List<String> wrong) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    try {
      for (int i = 0; i < KEYS; i++) {
        String value = client.get("cached:" + i);
        while (!expected.equals(value) && System.nanoTime() < end) {
          Thread.sleep(1);
          value = client.get("cached:" + i);
        }
        if (!expected.equals(value)) {
          wrong.add("cached:" + i + " " + value);
        }
      }
    } catch (Exception e) {
      wrong.add(String.valueOf(e));
    }
  }
}
