package io.clusteragent.tests.faults;

import io.clusteragent.demo.cluster.RedisCluster;

/** Something that happens to a cluster. */
interface Fault {
  String name();

  /** Acts; returns when the cluster is whole again. What was stopped runs again, whatever goes wrong. */
  void strike(Scene scene) throws InterruptedException;

  /** Whether the application may see errors: only such as say that a write's outcome is unknown. */
  boolean mayShowUnknown();

  /** Settings that the cluster needs for it. */
  default void configure(RedisCluster.Builder cluster) {}
}
