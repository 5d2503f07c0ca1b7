package io.clusteragent.tests.faults;

import io.clusteragent.demo.cluster.ClusterBuilder;
import io.clusteragent.demo.cluster.RedisCluster;

/** A fault that is injected into a cluster. */
interface Fault {
  String name();

  /** Injects the fault, and returns when the cluster is complete again. Stopped processes run again, also after an error. */
  void inject(FaultContext context) throws InterruptedException;

  PermittedErrors permittedErrors();

  /** Whether the other shards are not affected, and continue at full speed. */
  default boolean sparesOtherShards() {
    return false;
  }

  /** Whether the servers support the commands of the fault. */
  default boolean isPossibleOn(RedisCluster cluster) {
    return true;
  }

  /** Configures the settings that the fault needs. */
  default void configure(ClusterBuilder cluster) {}
}
