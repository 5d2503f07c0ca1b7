package io.clusteragent.tests.faults;

import io.clusteragent.demo.cluster.RedisCluster;
import io.clusteragent.demo.cluster.RedisNode;
import java.util.List;

/** Slots with keys move to another master and back by the servers' atomic slot migration, again and again. */
record AtomicReshard(String name, int shard, long millis) implements Fault {
  private static final int SLOTS = 60;

  @Override
  public boolean isPossibleOn(RedisCluster cluster) {
    return cluster.canMoveSlotsAtomically();
  }

  @Override
  public void strike(Scene scene) {
    scene.strikes(shard);
    RedisNode here = scene.master(shard);
    RedisNode there = scene.master((shard + 1) % scene.shards().count());
    List<Integer> slots = scene.shards().slots(shard).subList(0, SLOTS);
    long end = System.nanoTime() + millis * 1_000_000;
    do {
      scene.cluster().moveSlotsAtomically(slots, there);
      scene.cluster().moveSlotsAtomically(slots, here);
    } while (System.nanoTime() < end);
    scene.cluster().awaitStable();
  }

  @Override
  public Shown shown() {
    return Shown.NOTHING;
  }
}
