package io.clusteragent.tests.faults;

import io.clusteragent.demo.cluster.ClusterBuilder;
import io.clusteragent.demo.cluster.RedisNode;
import io.clusteragent.demo.cluster.TcpProxy;

/**
 * Cuts the network between the clients and a master. The nodes still reach each other, so no replica takes over.
 *
 * @param cut whether connections hang, or are reset and refused
 */
record NetworkCut(String name, int shard, long millis, TcpProxy.Cut cut) implements Fault {
  @Override
  public void configure(ClusterBuilder cluster) {
    cluster.behindProxies();
  }

  @Override
  public void inject(FaultContext context) throws InterruptedException {
    context.affects(shard);
    RedisNode master = context.master(shard);
    try {
      master.proxy().cut(cut);
      FaultContext.hold(millis);
    } finally {
      master.proxy().restore();
    }
    context.cluster().awaitStable();
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
