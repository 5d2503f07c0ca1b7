package scenarios;

import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Response;

final class PipelineErrorsScenario {
  static void run(Target target, Transcript out) {
    Jedis jedis = target.jedis();
    Pipeline pipeline = jedis.pipelined();
    Response<String> before = pipeline.set("pipeerror:text", "abc");
    Response<Long> wrong = pipeline.incr("pipeerror:text");
    Response<Long> wrongType = pipeline.lpush("pipeerror:text", "x");
    Response<String> after = pipeline.get("pipeerror:text");
    out.attempt("sync", () -> {
      pipeline.sync();
      return null;
    });
    out.attempt("before the error", before::get);
    out.attempt("the error", wrong::get);
    out.attempt("another error", wrongType::get);
    out.attempt("after the errors", after::get);
    Jedis other = target.jedis(); // 2.0 does not read the replies after an error
    Pipeline all = other.pipelined();
    for (int i = 0; i < 20; i++) {
      all.set("pipeerror:" + i, "text");
      all.incr("pipeerror:" + i);
      all.append("pipeerror:" + i, "s");
    }
    out.attempt("all replies", all::syncAndReturnAll);
    Response<String> unsent = target.jedis().pipelined().get("pipeerror:text");
    out.attempt("a response before sync", unsent::get);
    jedis.disconnect();
    other.disconnect();
  }
}
