// since 8.0
package scenarios;

import java.util.concurrent.TimeUnit;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.MultiDbClient;
import redis.clients.jedis.MultiDbConfig;

/** Uses a cluster, and a standalone server when the cluster fails, as Jedis's own client for several databases does. */
final class MultiDbProgram {
  private static final int KEYS = 30;

  static void run(Target target, Transcript out) throws Exception {
    HostAndPort first = Clients.address(target);
    HostAndPort second = new HostAndPort(target.host, Integer.getInteger("second.port"));
    JedisClientConfig config = Clients.config(target);
    MultiDbConfig databases = new MultiDbConfig.Builder()
        .database(first, 1f, config)
        .database(second, 0.5f, config)
        .failbackSupported(false)
        .build();
    try (MultiDbClient client = MultiDbClient.builder().multiDbConfig(databases).build()) {
      for (int i = 0; i < KEYS; i++) {
        client.set("multi:" + i, "of the cluster");
      }
      out.line("in the cluster", client.dbSize());
      client.setActiveDatabase(second);
      client.set("multi:1", "of the server");
      out.line("in the server", client.dbSize());
      client.setActiveDatabase(first);
      out.line("again in the cluster", read(client));
      target.ask("stop the cluster");
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
      while (first.equals(client.getActiveDatabaseEndpoint()) && System.nanoTime() < end) {
        Thread.sleep(50);
      }
      out.line("after the failover", client.get("multi:1"));
    }
  }

  private static int read(MultiDbClient client) {
    int right = 0;
    for (int i = 0; i < KEYS; i++) {
      right += "of the cluster".equals(client.get("multi:" + i)) ? 1 : 0;
    }
    return right;
  }
}
