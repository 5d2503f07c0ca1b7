package io.clusteragent.tests.faults;

import io.clusteragent.demo.cluster.RedisNode;

/** Kills a replica with SIGKILL, and restarts it after the other nodes have marked it as failed. */
record KillReplica(String name, int shard) implements Fault {
  private static final long AWAY_MILLIS = 4_000;

  @Override
  public void inject(FaultContext context) throws InterruptedException {
    context.affects(shard);
    RedisNode replica = context.replica(shard);
    try {
      replica.kill();
      FaultContext.hold(AWAY_MILLIS);
    } finally {
      replica.restart();
    }
    context.cluster().awaitStable();
  }

  @Override
  public PermittedErrors permittedErrors() {
    return PermittedErrors.NOTHING;
  }
}
