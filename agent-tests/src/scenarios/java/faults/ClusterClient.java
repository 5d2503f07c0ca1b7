// since 3.10
package faults;

import java.util.List;
import redis.clients.jedis.JedisCluster;

/** Jedis's own cluster client. */
final class ClusterClient implements Client {
  private final JedisCluster cluster;

  ClusterClient(JedisCluster cluster) {
    this.cluster = cluster;
  }

  @Override
  public void incr(String key) {
    cluster.incr(key);
  }

  @Override
  public void rpush(String key, String value) {
    cluster.rpush(key, value);
  }

  @Override
  public void set(String key, String value) {
    cluster.set(key, value);
  }

  @Override
  public String get(String key) {
    return cluster.get(key);
  }

  @Override
  public void setBoth(String one, String other, String value) {
    cluster.mset(one, value, other, value);
  }

  @Override
  public List<String> getBoth(String one, String other) {
    return cluster.mget(one, other);
  }
}
