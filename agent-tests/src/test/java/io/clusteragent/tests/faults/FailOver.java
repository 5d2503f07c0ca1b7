package io.clusteragent.tests.faults;

import io.clusteragent.demo.cluster.RedisNode;
import java.util.List;
import java.util.stream.Stream;

/**
 * CLUSTER FAILOVER of shard after shard.
 *
 * @param mode empty, {@code FORCE} or {@code TAKEOVER}: these two do not ask the old master
 */
record FailOver(String name, String mode, List<Integer> shards) implements Fault {
  @Override
  public void strike(Scene scene) throws InterruptedException {
    for (int shard : shards) {
      scene.strikes(shard);
      RedisNode replica = scene.replica(shard);
      long begun = System.currentTimeMillis();
      try (Election election = scene.watchElection(shard, replica)) {
        replica.ask(Stream.of("CLUSTER", "FAILOVER", mode)
            .filter(word -> !word.isEmpty())
            .toArray(String[]::new));
        election.await();
        scene.cluster().awaitStable();
        if (!mode.isEmpty()) {
          scene.mayLose(shard, begun, System.currentTimeMillis());
        }
      }
    }
  }

  @Override
  public boolean mayShowUnknown() {
    return false;
  }
}
