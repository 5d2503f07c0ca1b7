package io.clusteragent.tests.faults;

import io.clusteragent.demo.cluster.ClusterBuilder;
import io.clusteragent.demo.cluster.RedisNode;
import io.clusteragent.demo.cluster.TcpProxy;

/** A master dies with its host: its connections and new ones hang, because nothing resets or refuses them. */
record HostGone(String name, int shard) implements Fault {
  @Override
  public void configure(ClusterBuilder cluster) {
    cluster.behindProxies();
  }

  @Override
  public void inject(FaultContext context) throws InterruptedException {
    RedisNode master = context.master(shard);
    try {
      master.proxy().cut(TcpProxy.Cut.HANG);
      new KillMaster(name, shard, false).inject(context);
    } finally {
      master.proxy().restore();
    }
  }

  @Override
  public boolean sparesOtherShards() {
    return true;
  }

  @Override
  public PermittedErrors permittedErrors() {
    return PermittedErrors.UNKNOWN;
  }
}
