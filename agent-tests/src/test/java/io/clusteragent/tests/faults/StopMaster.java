package io.clusteragent.tests.faults;

import io.clusteragent.demo.cluster.ClusterBuilder;
import io.clusteragent.demo.cluster.RedisNode;

/** Stops a master with SIGSTOP, and continues it with SIGCONT: it replies late to everything that was sent in between. */
record StopMaster(String name, int shard, long millis, int times, boolean fullCoverage)
    implements Fault {
  private static final long BETWEEN_MILLIS = 1_000;

  @Override
  public void configure(ClusterBuilder cluster) {
    Faults.fullCoverage(cluster, fullCoverage);
  }

  @Override
  public void inject(FaultContext context) throws InterruptedException {
    context.affects(shard);
    for (int i = 0; i < times; i++) {
      if (i > 0) {
        FaultContext.hold(BETWEEN_MILLIS);
      }
      stopOnce(context);
    }
  }

  private void stopOnce(FaultContext context) throws InterruptedException {
    RedisNode master = context.master(shard);
    StateWatch promotion = context.watchPromotion(shard);
    context.watchRefusal(shard);
    long stopped = System.currentTimeMillis();
    long resumed;
    try {
      master.pause();
      FaultContext.hold(millis);
    } finally {
      resumed = System.currentTimeMillis();
      master.resume();
    }
    StateWatch demotion = context.watchDemotion(master);
    context.cluster().awaitStable();
    if (promotion.first() > 0) {
      context.mayLoseTail(shard, stopped, promotion);
      // After SIGCONT the old master acts as the master until it gets messages from the others.
      context.hadTwoMasters(shard, resumed, demotion);
    }
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
