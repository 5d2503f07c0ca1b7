// since 7.2
package scenarios;

import redis.clients.jedis.AbstractTransaction;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.Response;

final class RedisClientScenario {
  static void run(Target target, Transcript out) {
    RedisClient client = RedisClient.builder()
        .hostAndPort(Clients.address(target))
        .clientConfig(Clients.config(target))
        .build();
    for (int i = 0; i < 30; i++) {
      out.line("set", client.set("redisclient:" + i, "value" + i));
      out.line("get", client.get("redisclient:" + i));
    }
    try (Pipeline pipeline = client.pipelined()) {
      Response<String> first = pipeline.get("redisclient:1");
      Response<String> second = pipeline.get("redisclient:2");
      pipeline.sync();
      out.line("pipeline", first.get() + second.get());
    }
    try (AbstractTransaction transaction = client.multi()) {
      transaction.append("{redisclient}a", "x");
      transaction.strlen("{redisclient}a");
      out.line("exec", transaction.exec());
    }
    out.attempt("an error", () -> client.lpush("redisclient:1", "x"));
    client.close();
  }
}
