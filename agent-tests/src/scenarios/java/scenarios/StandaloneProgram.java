package scenarios;

import redis.clients.jedis.Jedis;

/** Connects a few times to the same server, one connection after the other. */
final class StandaloneProgram {
  static void run(Target target, Transcript out) {
    for (int i = 0; i < 5; i++) {
      Jedis jedis = target.jedis();
      for (int key = 0; key < 20; key++) {
        jedis.set("standalone:" + key, "value" + i);
        jedis.get("standalone:" + key);
      }
      jedis.multi().exec();
      jedis.pipelined().sync();
      jedis.disconnect();
    }
    out.line("done", true);
  }
}
