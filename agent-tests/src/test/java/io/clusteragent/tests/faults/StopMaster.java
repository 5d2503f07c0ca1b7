package io.clusteragent.tests.faults;

import io.clusteragent.demo.cluster.ClusterBuilder;
import io.clusteragent.demo.cluster.RedisNode;

/** SIGSTOP and, some time later, SIGCONT: everything that was sent meanwhile is answered late. */
record StopMaster(String name, int shard, long millis, int times, boolean fullCoverage)
    implements Fault {
  private static final long BETWEEN_MILLIS = 1_000;

  @Override
  public void configure(ClusterBuilder cluster) {
    Faults.fullCoverage(cluster, fullCoverage);
  }

  @Override
  public void strike(Scene scene) throws InterruptedException {
    scene.strikes(shard);
    for (int i = 0; i < times; i++) {
      if (i > 0) {
        Scene.hold(BETWEEN_MILLIS);
      }
      stopOnce(scene);
    }
  }

  private void stopOnce(Scene scene) throws InterruptedException {
    RedisNode master = scene.master(shard);
    Watch promotion = scene.watchPromotion(shard);
    scene.watchRefusal(shard);
    long stopped = System.currentTimeMillis();
    long resumed;
    try {
      master.pause();
      Scene.hold(millis);
    } finally {
      resumed = System.currentTimeMillis();
      master.resume();
    }
    Watch demotion = scene.watchDemotion(master);
    scene.cluster().awaitStable();
    if (promotion.first() > 0) {
      scene.mayLoseTail(shard, stopped, promotion);
      // After SIGCONT the old master takes itself for the master until it hears from the others.
      scene.hadTwoMasters(shard, resumed, demotion);
    }
  }

  @Override
  public boolean sparesOtherShards() {
    return !fullCoverage;
  }

  @Override
  public Shown shown() {
    return Shown.UNKNOWN;
  }
}
