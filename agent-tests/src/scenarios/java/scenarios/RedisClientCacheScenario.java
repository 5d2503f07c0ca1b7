// since 7.2
package scenarios;

import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.csc.CacheConfig;

/** Reads through a RedisClient that caches values until a server invalidates them. */
final class RedisClientCacheScenario {
  static void run(Target target, Transcript out) {
    out.attempt("needs a server from 7.4 on", () -> cached(target, out));
  }

  private static Object cached(Target target, Transcript out) throws InterruptedException {
    RedisClient client = RedisClient.builder()
        .hostAndPort(Clients.address(target))
        .clientConfig(DefaultJedisClientConfig.builder()
            .user(target.user)
            .password(target.password)
            .ssl(target instanceof TlsTarget)
            .protocol(RedisProtocol.RESP3)
            .build())
        .cacheConfig(CacheConfig.builder().build())
        .build();
    RedisClient other = RedisClient.builder()
        .hostAndPort(Clients.address(target))
        .clientConfig(Clients.config(target))
        .build();
    for (int i = 0; i < 10; i++) {
      String key = "clientcache:" + i;
      other.set(key, "first");
      out.line("read", client.get(key));
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
