package io.clusteragent.tests;

import io.clusteragent.demo.cluster.RedisCluster;
import io.clusteragent.demo.cluster.RedisNode;
import java.util.List;

/**
 * A cluster of three masters that the test classes of one JVM use one after the other.
 *
 * <p>It is for classes that leave it as it was: they write keys, and neither end a node, nor move a slot, nor change a setting
 * or a user. It ends with the JVM. A class that finds it changed gets a new one.
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
