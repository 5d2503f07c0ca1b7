package scenarios;

import java.util.ArrayList;
import java.util.List;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Response;

/** Sends pipelines of every length over keys in random slots. */
final class PipelinesScenario {
  static void run(Target target, Transcript out) {
    Jedis jedis = target.jedis();
    for (int length : new int[] {1, 100, 10_000, 100_000}) {
      Pipeline writing = jedis.pipelined();
      for (int i = 0; i < length; i++) {
        writing.set("pipeline:" + i, length + ":" + i);
      }
      out.line(length + " set", writing.syncAndReturnAll());
      Pipeline reading = jedis.pipelined();
      List<Response<String>> responses = new ArrayList<>();
      for (int i = 0; i < length; i++) {
        responses.add(reading.get("pipeline:" + i));
      }
      reading.sync();
      List<String> values = new ArrayList<>();
      for (Response<String> each : responses) {
        values.add(each.get());
      }
      out.line(length + " get", values);
    }
    Pipeline counting = jedis.pipelined();
    for (int i = 0; i < 1000; i++) {
      counting.incr("pipeline:counter:" + i % 7);
    }
    out.line("replies keep their order", counting.syncAndReturnAll());
    Pipeline mixed = jedis.pipelined();
    mixed.lpush("pipeline:list", "a");
    Response<List<String>> list = mixed.lrange("pipeline:list", 0, -1);
    mixed.sadd("pipeline:set", "m");
    Response<Long> size = mixed.scard("pipeline:set");
    mixed.hset("pipeline:hash", "f", "v");
    Response<String> field = mixed.hget("pipeline:hash", "f");
    Response<String> nothing = mixed.get("pipeline:none");
    mixed.sync();
    out.line("list", list.get());
    out.line("size", size.get());
    out.line("field", field.get());
    out.attempt("nothing", nothing::get);
    out.line("an empty pipeline", jedis.pipelined().syncAndReturnAll());
    out.line("and the connection goes on", jedis.get("pipeline:0"));
    jedis.disconnect();
  }
}
