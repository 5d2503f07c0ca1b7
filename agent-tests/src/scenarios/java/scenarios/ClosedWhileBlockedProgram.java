// since 2.9
package scenarios;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisConnectionException;

/** Waits for elements in threads whose connections another thread closes before the elements arrive. */
final class ClosedWhileBlockedProgram {
  private static final int ROUNDS = 200;
  private static final int LONGEST_MICROS = 4000;

  static void run(Target target, Transcript out) throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      waitAndClose(target, "closed:" + round);
    }
    target.ask("await that nobody waits");
    int kept = 0;
    Jedis jedis = target.jedis();
    for (int round = 0; round < ROUNDS; round++) {
      jedis.rpush("closed:" + round, "element");
      kept += (int) (long) jedis.llen("closed:" + round);
    }
    out.line("elements that are still there", kept);
  }

  private static void waitAndClose(Target target, String key) throws InterruptedException {
    Jedis jedis = target.jedis();
    jedis.get("warm");
    Thread waiting = new Thread(() -> {
      try {
        jedis.blpop(0, key);
      } catch (RuntimeException e) {
        // The connection was closed.
      }
    });
    waiting.start();
    LockSupport.parkNanos(ThreadLocalRandom.current().nextInt(LONGEST_MICROS) * 1000L);
    while (waiting.isAlive()) { // if it closed too early, Jedis would reconnect
      try {
        jedis.disconnect();
      } catch (JedisConnectionException e) {
        // The other thread was just sending. The connection is closed nevertheless.
      }
      waiting.join(1);
    }
  }
}
