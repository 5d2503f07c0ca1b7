package scenarios;

import java.util.ArrayList;
import java.util.List;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;

/** Sends pipelines over a slot that migrates at the same time, and over others. Each list must keep its order. */
final class MigratingPipelineProgram {
  private static final int KEYS = 10;

  static void run(Target target, Transcript out) throws Exception {
    Jedis jedis = target.jedis();
    List<List<String>> expected = new ArrayList<>();
    for (int key = 0; key < KEYS; key++) {
      expected.add(new ArrayList<>());
    }
    push(jedis, expected, 100);
    target.ask("migrate {order}0 {order}3 {order}4 {order}8");
    push(jedis, expected, 2000);
    target.ask("finish in the background");
    for (int round = 0; round < 20; round++) {
      push(jedis, expected, 500);
    }
    target.ask("await the finish");
    push(jedis, expected, 500);
    for (int key = 0; key < KEYS; key++) {
      out.line(
          "list " + key + " in order",
          expected.get(key).equals(jedis.lrange("{order}" + key, 0, -1)));
    }
  }

  private static void push(Jedis jedis, List<List<String>> expected, int commands) {
    Pipeline pipeline = jedis.pipelined();
    for (int i = 0; i < commands; i++) {
      List<String> list = expected.get(i % KEYS);
      String item = String.valueOf(list.size());
      list.add(item);
      pipeline.rpush("{order}" + i % KEYS, item);
      pipeline.incr("elsewhere:" + i);
    }
    for (Object reply : pipeline.syncAndReturnAll()) {
      if (!(reply instanceof Long)) {
        throw new IllegalStateException("reply " + reply);
      }
    }
  }
}
