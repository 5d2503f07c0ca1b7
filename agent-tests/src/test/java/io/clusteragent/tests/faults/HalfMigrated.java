package io.clusteragent.tests.faults;

import io.clusteragent.demo.cluster.RedisCluster;
import io.clusteragent.demo.cluster.RedisNode;
import java.util.ArrayList;
import java.util.List;

/**
 * All slots of a shard that have keys stand half-migrated for some time, one key of each pair and every second list
 * moved: single commands are redirected by ASK, those for a pair answered TRYAGAIN. Then the slots move on, and back.
 */
record HalfMigrated(String name, int shard, long millis) implements Fault {
  private static final int THREADS = 8;

  @Override
  public void strike(Scene scene) throws InterruptedException {
    scene.strikes(shard);
    RedisCluster cluster = scene.cluster();
    RedisNode source = scene.master(shard);
    RedisNode target = scene.master((shard + 1) % scene.shards().count());
    List<Integer> open = new ArrayList<>();
    long begun = System.nanoTime();
    try {
      for (String tag : scene.shards().tags().get(shard)) {
        int slot = RedisCluster.slotOf(tag);
        cluster.beginMigration(slot, target);
        open.add(slot);
        cluster.migrateKey(slot, halfOfTheKeys(tag, scene.round()));
      }
      // They close in the order in which they opened, so each stands open for about this time.
      Scene.hold(Math.max(0, millis - (System.nanoTime() - begun) / 1_000_000));
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
  public Shown shown() {
    return Shown.NOTHING;
  }
}
