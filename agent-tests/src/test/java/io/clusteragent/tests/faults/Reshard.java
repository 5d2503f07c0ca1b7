package io.clusteragent.tests.faults;

import io.clusteragent.demo.cluster.RedisCluster;
import io.clusteragent.demo.cluster.RedisNode;
import java.util.List;

/**
 * Slots with keys move to another master and back, again and again.
 *
 * @param atomic whether by the servers' atomic slot migration, which not all of them have
 */
record Reshard(String name, int shard, long millis, boolean atomic) implements Fault {
  private static final int SLOTS = 60;

  @Override
  public boolean isPossibleOn(RedisCluster cluster) {
    return !atomic || cluster.canMoveSlotsAtomically();
  }

  @Override
  public void strike(Scene scene) {
    scene.strikes(shard);
    RedisNode here = scene.master(shard);
    RedisNode there = scene.master((shard + 1) % scene.shards().count());
    List<Integer> slots = scene.shards().slots(shard).subList(0, SLOTS);
    long end = System.nanoTime() + millis * 1_000_000;
    do {
      move(scene.cluster(), slots, there);
      move(scene.cluster(), slots, here);
    } while (System.nanoTime() < end);
    scene.cluster().awaitStable();
  }

  private void move(RedisCluster cluster, List<Integer> slots, RedisNode target) {
    if (atomic) {
      cluster.moveSlotsAtomically(slots, target);
      return;
    }
    slots.forEach(slot -> cluster.moveSlot(slot, target));
  }

  @Override
  public Shown shown() {
    return Shown.NOTHING;
  }
}
