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
      Watch promotion = scene.watchPromotion(shard);
      Watch demotion = scene.watchDemotion(scene.master(shard));
      long begun = System.currentTimeMillis();
      replica.ask(Stream.of("CLUSTER", "FAILOVER", mode)
          .filter(word -> !word.isEmpty())
          .toArray(String[]::new));
      promotion.await();
      scene.cluster().awaitStable();
      if (!mode.isEmpty()) {
        scene.mayLoseTail(shard, begun, promotion);
        scene.hadTwoMasters(shard, promotion.before(), demotion);
      }
    }
  }

  @Override
  public Shown shown() {
    return Shown.NOTHING;
  }
}
