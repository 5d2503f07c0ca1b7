package io.clusteragent.tests.faults;

import io.clusteragent.demo.cluster.ClusterBuilder;
import io.clusteragent.demo.cluster.TcpProxy;

/** Delays the network to a master, in both directions. */
record NetworkDelay(String name, int shard, long delayMillis, long millis) implements Fault {
  @Override
  public void configure(ClusterBuilder cluster) {
    cluster.behindProxies();
  }

  @Override
  public void inject(FaultContext context) throws InterruptedException {
    context.affects(shard);
    TcpProxy network = context.master(shard).proxy();
    try {
      network.delay(delayMillis);
      FaultContext.hold(millis);
    } finally {
      network.delay(0);
    }
    context.cluster().awaitStable();
  }

  @Override
  public PermittedErrors permittedErrors() {
    return PermittedErrors.NOTHING;
  }
}
