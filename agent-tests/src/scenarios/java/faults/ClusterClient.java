// since 3.10
package faults;

import java.util.Collections;
import java.util.List;
import redis.clients.jedis.JedisCluster;

/** Sends the commands with Jedis's own cluster client. */
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

  @Override
  public String loadScript(String script, List<String> samples) {
    String sha1 = null;
    for (String key : samples) {
      sha1 = cluster.scriptLoad(script, key);
    }
    return sha1;
  }

  @Override
  public void evalsha(String sha1, List<String> keys, String argument) {
    cluster.evalsha(sha1, keys, Collections.singletonList(argument));
  }

  @Override
  public void lpush(String key, String value) {
    cluster.lpush(key, value);
  }

  @Override
  public void brpoplpush(String from, String to, int seconds) {
    cluster.brpoplpush(from, to, seconds);
  }

  @Override
  public String brpop(String key, int seconds) {
    List<String> popped = cluster.brpop(seconds, key);
    return popped == null || popped.isEmpty() ? null : popped.get(1);
  }
}
