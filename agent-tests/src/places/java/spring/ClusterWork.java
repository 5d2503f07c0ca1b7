package spring;

import java.util.Collections;
import org.springframework.data.redis.connection.RedisClusterConfiguration;
import org.springframework.data.redis.connection.RedisClusterConnection;
import org.springframework.data.redis.connection.RedisClusterNode;
import org.springframework.data.redis.connection.jedis.JedisConnectionFactory;
import redis.clients.jedis.Jedis;

/**
 * Uses Spring Data Redis, configured for a cluster, and a plain Jedis. The arguments name the operations on the cluster, in
 * order; the output shows their results.
 */
public final class ClusterWork {
  private ClusterWork() {}

  public static void main(String[] works) throws Exception {
    String host = System.getProperty("target.host");
    int port = Integer.getInteger("target.port");
    JedisConnectionFactory factory = new JedisConnectionFactory(
        new RedisClusterConfiguration(Collections.singletonList(host + ":" + port)));
    factory.afterPropertiesSet();
    RedisClusterConnection connection = factory.getClusterConnection();
    for (String work : works) {
      System.out.println(work + " -> " + outcome(work, connection));
    }
    connection.close();
    Jedis plain = new Jedis(host, port);
    try {
      System.out.println("plain -> " + plain.set(System.getProperty("target.elsewhere"), "1"));
    } catch (RuntimeException e) {
      System.out.println("plain -> " + e.getClass().getSimpleName());
    }
    plain.disconnect();
    factory.destroy();
  }

  private static Object outcome(String work, RedisClusterConnection connection) {
    switch (work) {
      case "dbSize":
        return connection.dbSize();
      case "keys":
        return connection.keys("key*".getBytes()).size();
      case "each":
        long sum = 0;
        for (RedisClusterNode node : connection.clusterGetNodes()) {
          sum += node.isMaster() ? connection.dbSize(node) : 0;
        }
        return sum;
      default:
        throw new IllegalArgumentException(work);
    }
  }
}
