package io.clusteragent.tests.faults;

import io.clusteragent.demo.cluster.ClusterBuilder;
import io.clusteragent.demo.cluster.RedisCluster;

/** Something that happens to a cluster. */
interface Fault {
  String name();

  /** Acts; returns when the cluster is whole again. What was stopped runs again, whatever goes wrong. */
  void strike(Scene scene) throws InterruptedException;

  Shown shown();

  /** Whether the other shards have nothing to do with it and go on at full speed. */
  default boolean sparesOtherShards() {
    return false;
  }

  /** Whether the servers know what it is made of. */
  default boolean isPossibleOn(RedisCluster cluster) {
    return true;
  }

  /** Settings that the cluster needs for it. */
  default void configure(ClusterBuilder cluster) {}
}
