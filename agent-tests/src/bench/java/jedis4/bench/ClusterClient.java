package bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import redis.clients.jedis.ClusterPipeline;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisCluster;
import redis.clients.jedis.Response;

/** Uses Jedis's own cluster client in the lines from 4.0 on. */
final class ClusterClient implements Client {
  private final JedisCluster cluster;
  private final Data data;

  ClusterClient(String server, int threads, Data data) {
    this.cluster = new JedisCluster(
        new HostAndPort(Pools.host(server), Pools.port(server)),
        Pools.TIMEOUT_MILLIS,
        config(threads));
    this.data = data;
  }

  private static ConnectionPoolConfig config(int threads) {
    ConnectionPoolConfig config = new ConnectionPoolConfig();
    config.setMaxTotal(threads);
    config.setMaxIdle(threads);
    config.setJmxEnabled(false);
    return config;
  }

  @Override
  public byte[] get(int key) {
    return cluster.get(data.key(key));
  }

  @Override
  public String set(int key) {
    return cluster.set(data.key(key), data.value(key));
  }

  @Override
  public Object[] pipeline(int[] keys) {
    try (ClusterPipeline pipeline = cluster.pipelined()) {
      Response<?>[] responses = new Response<?>[keys.length];
      for (int i = 0; i < keys.length; i++) {
        byte[] key = data.key(keys[i]);
        responses[i] = i % 2 == 0 ? pipeline.set(key, data.value(keys[i])) : pipeline.get(key);
      }
      pipeline.sync();
      return Replies.of(responses);
    }
  }

  /** Its MGET takes keys of one slot only, so its users get the keys one by one. */
  @Override
  public List<byte[]> mget(int[] keys) {
    List<byte[]> values = new ArrayList<>(keys.length);
    for (int key : keys) {
      values.add(get(key));
    }
    return values;
  }

  @Override
  public Map<String, String> hgetAll(int key) {
    return cluster.hgetAll(data.keyText(key));
  }

  @Override
  public List<byte[]> lrange(int key) {
    return cluster.lrange(data.key(key), 0, -1);
  }

  @Override
  public List<Object> transaction(int key) {
    throw new UnsupportedOperationException("JedisCluster has no transactions");
  }

  @Override
  public Object evalsha(byte[] sha1, int key) {
    return cluster.evalsha(sha1, 1, data.key(key));
  }

  @Override
  public void fillHash(int key, Map<String, String> hash) {
    cluster.hmset(data.keyText(key), hash);
  }

  @Override
  public void fillList(int key, byte[][] elements) {
    cluster.del(data.key(key));
    cluster.rpush(data.key(key), elements);
  }
}
