package io.clusteragent.tests.faults;

import io.clusteragent.demo.cluster.RedisNode;

/** SIGKILL of a replica, which comes back after the others have noticed. */
record KillReplica(String name, int shard) implements Fault {
  private static final long AWAY_MILLIS = 4_000;

  @Override
  public void strike(Scene scene) throws InterruptedException {
    scene.strikes(shard);
    RedisNode replica = scene.replica(shard);
    try {
      replica.kill();
      Scene.hold(AWAY_MILLIS);
    } finally {
      replica.restart();
    }
    scene.cluster().awaitStable();
  }

  @Override
  public Shown shown() {
    return Shown.NOTHING;
  }
}
