// since 2.9
package scenarios;

import java.util.List;
import java.util.concurrent.TimeUnit;
import redis.clients.jedis.Jedis;

/** Waits {@code blocked.seconds} for an element at {@code blocked.key}, while the harness changes the cluster. */
final class BlockedPopProgram {
  static void run(Target target, Transcript out) throws Exception {
    Jedis jedis = target.jedis();
    String key = System.getProperty("blocked.key");
    jedis.get(key); // the agent then knows the cluster
    Thread harness = new Thread(() -> ask(target));
    harness.start();
    long start = System.nanoTime();
    out.attempt(
        "blpop", () -> emptyIsNull(jedis.blpop(Integer.getInteger("blocked.seconds"), key)));
    out.line("milliseconds", TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
    harness.join();
    out.line("and the connection goes on", jedis.set(key, "x"));
  }

  private static void ask(Target target) {
    try {
      target.ask("blocked");
    } catch (Exception e) {
      e.printStackTrace();
    }
  }

  /** For a nil reply, Jedis 2.x returns null or an empty list. */
  private static List<String> emptyIsNull(List<String> popped) {
    return popped == null || popped.isEmpty() ? null : popped;
  }
}
