package io.clusteragent.tests.faults;

import io.clusteragent.demo.cluster.RedisCluster;
import io.clusteragent.demo.cluster.RedisNode;
import java.util.List;
import java.util.stream.Collectors;

/** Reads the data from the masters directly, without a client under test. The cluster must be stable. */
final class ServerStore implements Store {
  private final List<RedisNode> owners;

  ServerStore(RedisCluster cluster) {
    owners = cluster.owners();
  }

  @Override
  public List<String> list(String key) {
    List<?> values = (List<?>) owner(key).ask("LRANGE", key, "0", "-1");
    return values.stream().map(String.class::cast).collect(Collectors.toList());
  }

  @Override
  public String value(String key) {
    return (String) owner(key).ask("GET", key);
  }

  private RedisNode owner(String key) {
    return owners.get(RedisCluster.slotOf(key));
  }
}
