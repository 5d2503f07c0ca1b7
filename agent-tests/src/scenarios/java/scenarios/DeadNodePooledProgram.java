// since 4.0, until 8.0
package scenarios;

import java.util.concurrent.TimeUnit;
import redis.clients.jedis.JedisPooled;

/** Uses a {@code JedisPooled} while the node at the target's address dies permanently. */
final class DeadNodePooledProgram {
  private static final int KEYS = 100;
  private static final long NANOS = TimeUnit.SECONDS.toNanos(Integer.getInteger("dead.seconds", 8));

  static void run(Target target, Transcript out) throws Exception {
    JedisPooled kept = new JedisPooled(Clients.address(target), Clients.config(target));
    out.line("before", write(kept, "before"));
    String key = System.getProperty("dead.key"); // a key of another node
    target.ask("kill");
    int rounds = 0;
    int failed = 0;
    for (long end = System.nanoTime() + NANOS; System.nanoTime() < end; rounds++) {
      try {
        kept.set(key, "value");
        JedisPooled fresh = new JedisPooled(Clients.address(target), Clients.config(target));
        fresh.get(key);
        fresh.close();
      } catch (Exception e) {
        failed++;
        e.printStackTrace();
      }
    }
    out.line("failed", failed);
    out.line("rounds", rounds > 10);
    target.ask("await the failover");
    out.line("afterwards", write(kept, "after"));
  }

  private static int write(JedisPooled client, String value) {
    int right = 0;
    for (int i = 0; i < KEYS; i++) {
      client.set("dead:" + i, value);
      right += value.equals(client.get("dead:" + i)) ? 1 : 0;
    }
    return right;
  }
}
