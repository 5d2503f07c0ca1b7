package bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisCluster;

/** Uses Jedis's own cluster client in the lines before 4.0. */
final class ClusterClient implements Client {
  private final JedisCluster cluster;
  private final Data data;

  ClusterClient(String server, int threads, Data data) {
    this.cluster = new JedisCluster(
        new HostAndPort(Pools.host(server), Pools.port(server)),
        Pools.TIMEOUT_MILLIS,
        Pools.config(threads));
    this.data = data;
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
    throw new UnsupportedOperationException("JedisCluster has no pipelines before 4.0");
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
