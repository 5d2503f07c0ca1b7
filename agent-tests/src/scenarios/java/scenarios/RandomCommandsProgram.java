package scenarios;

import java.util.Random;
import redis.clients.jedis.Jedis;

/** Sends a hundred thousand single-key commands on random keys. The harness resets the servers' counters before them. */
final class RandomCommandsProgram {
  static void run(Target target, Transcript out) throws Exception {
    Jedis jedis = target.jedis();
    jedis.get("first look");
    target.ask("reset the counters");
    Random random = new Random(7);
    for (int i = 0; i < 50_000; i++) {
      String key = "random:" + random.nextInt(1_000_000);
      jedis.set(key, "x");
      jedis.get(key);
    }
    out.line("done", 100_000);
  }
}
