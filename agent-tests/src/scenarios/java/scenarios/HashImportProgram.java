// since 8.0
package scenarios;

import java.util.ArrayList;
import java.util.List;
import redis.clients.jedis.HashImport;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.Response;

/** Imports hashes with prepared field names, to all nodes. */
final class HashImportProgram {
  private static final int KEYS = 30;

  static void run(Target target, Transcript out) {
    try (RedisClient client = RedisClient.builder()
            .hostAndPort(Clients.address(target))
            .clientConfig(Clients.config(target))
            .build();
        HashImport person = HashImport.of("name", "city");
        HashImport order = HashImport.of("id", "total")) {
      int set = 0;
      for (int i = 0; i < KEYS; i++) {
        set += client.himportSet("person:" + i, person, "Ada" + i, "London").equals("OK") ? 1 : 0;
        set += client.himportSet("order:" + i, order, "" + i, "9.99").equals("OK") ? 1 : 0;
      }
      out.line("set", set);
      out.line("imported", imported(client, "person:", "{city=London, name=Ada", "}"));
      out.line("with other fields", imported(client, "order:", "{id=", ", total=9.99}"));

      List<Response<String>> replies = new ArrayList<>();
      try (Pipeline pipeline = client.pipelined()) {
        for (int i = 0; i < KEYS; i++) {
          replies.add(pipeline.himportSet("piped:" + i, person, "Grace" + i, "New York"));
        }
      }
      out.line(
          "pipeline", replies.stream().filter(each -> each.get().equals("OK")).count());
      out.line("imported", imported(client, "piped:", "{city=New York, name=Grace", "}"));
    }
    try (Jedis jedis = target.jedis()) {
      HashImport closed = HashImport.of("name");
      out.line("Jedis", jedis.himportSet("person:1", closed, "Alan"));
      closed.close();
      out.attempt("after its end", () -> jedis.himportSet("person:1", closed, "Alan"));
      out.line("ping", jedis.ping());
    }
  }

  private static int imported(RedisClient client, String prefix, String before, String after) {
    int right = 0;
    for (int i = 0; i < KEYS; i++) {
      String seen = new java.util.TreeMap<>(client.hgetAll(prefix + i)).toString();
      right += seen.equals(before + i + after) ? 1 : 0;
    }
    return right;
  }
}
