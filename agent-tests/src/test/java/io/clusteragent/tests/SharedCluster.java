package io.clusteragent.tests;

import io.clusteragent.demo.cluster.RedisCluster;
import io.clusteragent.demo.cluster.RedisNode;
import java.util.List;

/**
 * Provides a cluster of three masters that the test classes of one JVM use one after the other.
 *
 * <p>It is for classes that only write keys: they do not end a node, move a slot, or change a setting or a user. The cluster
 * ends with the JVM. If a class finds the cluster changed, it gets a new one.
 */
public final class SharedCluster {
  private static RedisCluster cluster;
  private static List<RedisNode> owners;

  private SharedCluster() {}

  /** The cluster, without keys, scripts and clients. */
  public static synchronized RedisCluster get() {
    if (cluster == null || !isAsItWas()) {
      replace();
    }
    for (RedisNode node : cluster.nodes()) {
      node.ask("FLUSHALL");
      node.ask("SCRIPT", "FLUSH");
      node.ask("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
      node.ask("CONFIG", "RESETSTAT");
    }
    return cluster;
  }

  private static boolean isAsItWas() {
    return cluster.nodes().stream().allMatch(RedisNode::isUp)
        && cluster.owners().equals(owners);
  }

  private static void replace() {
    if (cluster != null) {
      cluster.close();
    }
    cluster = RedisCluster.builder().masters(3).start();
    owners = cluster.owners();
  }
}
