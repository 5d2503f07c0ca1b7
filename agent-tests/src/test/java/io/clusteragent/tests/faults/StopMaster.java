package io.clusteragent.tests.faults;

import io.clusteragent.demo.cluster.RedisCluster;
import io.clusteragent.demo.cluster.RedisNode;

/** SIGSTOP and, some time later, SIGCONT: everything that was sent meanwhile is answered late. */
record StopMaster(String name, int shard, long millis, int times, boolean fullCoverage)
    implements Fault {
  private static final long BETWEEN_MILLIS = 1_000;

  @Override
  public void configure(RedisCluster.Builder cluster) {
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
    long stopped = System.currentTimeMillis();
    try (Election election = scene.watchElection(shard, scene.replica(shard))) {
      try {
        master.pause();
        Scene.hold(millis);
      } finally {
        master.resume();
      }
      scene.cluster().awaitStable();
      if (election.elected() > 0) {
        // After SIGCONT the old master takes itself for the master until it hears from the others.
        scene.mayLose(shard, stopped, System.currentTimeMillis());
      }
    }
  }

  @Override
  public boolean mayShowUnknown() {
    return true;
  }
}
