// until 4.0
package scenarios;

import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;

final class PipelineWithMultiScenario {
  static void run(Target target, Transcript out) {
    Jedis jedis = target.jedis();
    Pipeline pipeline = jedis.pipelined();
    pipeline.set("pipemulti:before", "1");
    for (int i = 0; i < 5; i++) {
      pipeline.multi();
      pipeline.set("{pipemulti" + i + "}:a", "x");
      pipeline.append("{pipemulti" + i + "}:a", "y");
      pipeline.get("{pipemulti" + i + "}:a");
      pipeline.exec();
      pipeline.get("pipemulti:before");
    }
    pipeline.multi();
    pipeline.set("{pipemulti}:lost", "x");
    pipeline.discard();
    pipeline.get("{pipemulti}:lost");
    out.attempt("all replies", pipeline::syncAndReturnAll);
    jedis.disconnect();
  }
}
