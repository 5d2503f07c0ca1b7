// since 5.2, until 8.0
package scenarios;

import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.JedisPooled;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.csc.CacheConfig;

/** Reads through a client that caches values until a server invalidates them. */
final class ClientSideCacheScenario {
  static void run(Target target, Transcript out) {
    out.attempt("needs a server from 7.4 on", () -> cached(target, out));
  }

  private static Object cached(Target target, Transcript out) throws InterruptedException {
    JedisPooled client = new JedisPooled(
        Clients.address(target),
        DefaultJedisClientConfig.builder()
            .user(target.user)
            .password(target.password)
            .ssl(target instanceof TlsTarget)
            .protocol(RedisProtocol.RESP3)
            .build(),
        CacheConfig.builder().build());
    JedisPooled other = new JedisPooled(Clients.address(target), Clients.config(target));
    for (int i = 0; i < 10; i++) {
      String key = "cache:" + i;
      other.set(key, "first");
      out.line("read", client.get(key));
      out.line("read again", client.get(key));
      other.set(key, "second");
      long deadline = System.nanoTime() + 5_000_000_000L;
      while (!"second".equals(client.get(key)) && System.nanoTime() < deadline) {
        Thread.sleep(5);
      }
      out.line("read the change", client.get(key));
    }
    client.close();
    other.close();
    return "done";
  }
}
