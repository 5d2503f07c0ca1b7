package io.clusteragent.tests.faults;

import io.clusteragent.demo.cluster.RedisCluster;
import io.clusteragent.demo.cluster.RedisNode;
import java.util.ArrayList;
import java.util.List;

/**
 * Leaves all slots of a shard that have keys half-migrated for some time. One key of each pair and every second list is moved:
 * single commands are redirected by ASK, and commands for a pair get TRYAGAIN. Then the slots move to the target, and back.
 */
record HalfMigrated(String name, int shard, long millis) implements Fault {
  private static final int THREADS = 8;

  @Override
  public void inject(FaultContext context) throws InterruptedException {
    context.affects(shard);
    RedisCluster cluster = context.cluster();
    RedisNode source = context.master(shard);
    RedisNode target = context.master((shard + 1) % context.shards().count());
    List<Integer> open = new ArrayList<>();
    long begun = System.nanoTime();
    try {
      for (String tag : context.shards().tags().get(shard)) {
        int slot = RedisCluster.slotOf(tag);
        cluster.beginMigration(slot, target);
        open.add(slot);
        cluster.migrateKey(slot, halfOfTheKeys(tag, context.round()));
      }
      // They close in the order in which they opened, so each slot is open for about this time.
      FaultContext.hold(Math.max(0, millis - (System.nanoTime() - begun) / 1_000_000));
    } finally {
      open.forEach(cluster::finishMigration);
    }
    open.forEach(slot -> cluster.moveSlot(slot, source));
    cluster.awaitStable();
  }

  private static String[] halfOfTheKeys(String tag, int round) {
    List<String> keys = new ArrayList<>();
    for (int thread = 0; thread < THREADS; thread++) {
      String prefix = "{" + tag + "}:" + round + ":" + thread + ":";
      keys.add(prefix + "pair");
      if (thread % 2 == 0) {
        keys.add(prefix + "list");
      }
    }
    return keys.toArray(new String[0]);
  }

  @Override
  public PermittedErrors permittedErrors() {
    return PermittedErrors.NOTHING;
  }
}
