package io.clusteragent.tests.faults;

import io.clusteragent.demo.cluster.ClusterBuilder;
import io.clusteragent.demo.cluster.RedisNode;
import io.clusteragent.demo.cluster.TcpProxy;

/** A master dies with its host: nobody is left to reset its connections or to refuse new ones, they hang. */
record HostGone(String name, int shard) implements Fault {
  @Override
  public void configure(ClusterBuilder cluster) {
    cluster.behindProxies();
  }

  @Override
  public void strike(Scene scene) throws InterruptedException {
    RedisNode master = scene.master(shard);
    try {
      master.proxy().cut(TcpProxy.Cut.HANG);
      new KillMaster(name, shard, false).strike(scene);
    } finally {
      master.proxy().restore();
    }
  }

  @Override
  public boolean sparesOtherShards() {
    return true;
  }

  @Override
  public Shown shown() {
    return Shown.UNKNOWN;
  }
}
