package io.clusteragent.tests.faults;

import io.clusteragent.demo.cluster.RedisCluster;
import io.clusteragent.demo.cluster.RedisNode;

/** SIGKILL. Once the replica has taken over, the old master comes back, empty, as a replica. */
record KillMaster(String name, int shard, boolean fullCoverage) implements Fault {
  @Override
  public void configure(RedisCluster.Builder cluster) {
    Faults.fullCoverage(cluster, fullCoverage);
  }

  @Override
  public void strike(Scene scene) throws InterruptedException {
    scene.strikes(shard);
    RedisNode master = scene.master(shard);
    try (Election election = scene.watchElection(shard, scene.replica(shard))) {
      long killed = System.currentTimeMillis();
      master.kill();
      election.await();
      scene.mayLoseTail(shard, killed, election.elected());
      scene.cluster().awaitStable();
    } finally {
      master.restart();
    }
    scene.cluster().awaitStable();
  }

  @Override
  public boolean mayShowUnknown() {
    return true;
  }
}
