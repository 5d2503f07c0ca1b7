package io.clusteragent.tests.faults;

import io.clusteragent.demo.cluster.ClusterBuilder;
import io.clusteragent.demo.cluster.RedisNode;

/** SIGKILL. Once the replica has taken over, the old master comes back, empty, as a replica. */
record KillMaster(String name, int shard, boolean fullCoverage) implements Fault {
  @Override
  public void configure(ClusterBuilder cluster) {
    Faults.fullCoverage(cluster, fullCoverage);
  }

  @Override
  public void strike(Scene scene) throws InterruptedException {
    scene.strikes(shard);
    RedisNode master = scene.master(shard);
    Watch promotion = scene.watchPromotion(shard);
    scene.watchRefusal(shard);
    try {
      long killed = System.currentTimeMillis();
      master.kill();
      promotion.await();
      scene.mayLoseTail(shard, killed, promotion);
      scene.cluster().awaitStable();
    } finally {
      master.restart();
    }
    scene.cluster().awaitStable();
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
