package io.clusteragent.tests.faults;

import io.clusteragent.demo.cluster.ClusterBuilder;
import io.clusteragent.demo.cluster.RedisNode;

/** Kills a master with SIGKILL. When the replica has taken over, the old master restarts, empty, as a replica. */
record KillMaster(String name, int shard, boolean fullCoverage) implements Fault {
  @Override
  public void configure(ClusterBuilder cluster) {
    Faults.fullCoverage(cluster, fullCoverage);
  }

  @Override
  public void inject(FaultContext context) throws InterruptedException {
    context.affects(shard);
    RedisNode master = context.master(shard);
    StateWatch promotion = context.watchPromotion(shard);
    context.watchRefusal(shard);
    try {
      long killed = System.currentTimeMillis();
      master.kill();
      promotion.await();
      context.mayLoseTail(shard, killed, promotion);
      context.cluster().awaitStable();
    } finally {
      master.restart();
    }
    context.cluster().awaitStable();
  }

  @Override
  public boolean sparesOtherShards() {
    return !fullCoverage;
  }

  @Override
  public PermittedErrors permittedErrors() {
    return PermittedErrors.UNKNOWN;
  }
}
