package io.clusteragent.tests.faults;

import io.clusteragent.demo.cluster.RedisNode;
import java.util.List;
import java.util.stream.Stream;

/**
 * Replaces the masters of all shards, one after the other, with CLUSTER FAILOVER.
 *
 * @param mode empty, {@code FORCE} or {@code TAKEOVER}; the last two do not involve the old master
 */
record FailOver(String name, String mode, List<Integer> shards) implements Fault {
  @Override
  public void inject(FaultContext context) throws InterruptedException {
    for (int shard : shards) {
      context.affects(shard);
      RedisNode replica = context.replica(shard);
      StateWatch promotion = context.watchPromotion(shard);
      StateWatch demotion = context.watchDemotion(context.master(shard));
      long begun = System.currentTimeMillis();
      replica.ask(Stream.of("CLUSTER", "FAILOVER", mode)
          .filter(word -> !word.isEmpty())
          .toArray(String[]::new));
      promotion.await();
      context.cluster().awaitStable();
      if (!mode.isEmpty()) {
        context.mayLoseTail(shard, begun, promotion);
        context.hadTwoMasters(shard, promotion.before(), demotion);
      }
    }
  }

  @Override
  public PermittedErrors permittedErrors() {
    return PermittedErrors.NOTHING;
  }
}
