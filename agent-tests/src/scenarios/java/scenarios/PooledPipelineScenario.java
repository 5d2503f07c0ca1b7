// since 4.4, until 8.0
package scenarios;

import java.util.ArrayList;
import java.util.List;
import redis.clients.jedis.JedisPooled;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Response;

final class PooledPipelineScenario {
  static void run(Target target, Transcript out) {
    JedisPooled client = new JedisPooled(Clients.address(target), Clients.config(target));
    List<Response<?>> responses = new ArrayList<>();
    try (Pipeline pipeline = (Pipeline) client.pipelined()) {
      for (int i = 0; i < 3000; i++) {
        responses.add(pipeline.set("pooledpipe:" + i, "value" + i));
        responses.add(pipeline.get("pooledpipe:" + i));
      }
      pipeline.sync();
    }
    List<Object> values = new ArrayList<>();
    for (Response<?> each : responses) {
      values.add(each.get());
    }
    out.line("replies", values);
    try (Pipeline pipeline = (Pipeline) client.pipelined()) {
      pipeline.incr("pooledpipe:0");
      pipeline.append("pooledpipe:1", "x");
      out.line("with an error", pipeline.syncAndReturnAll());
    }
    client.close();
  }
}
