package io.clusteragent.tests.faults;

import io.clusteragent.demo.cluster.RedisCluster;
import io.clusteragent.demo.cluster.RedisNode;
import java.util.List;

/**
 * Moves slots with keys to another master and back, again and again.
 *
 * @param atomic whether to use the servers' atomic slot migration, which not all servers support
 */
record Reshard(String name, int shard, long millis, boolean atomic) implements Fault {
  private static final int SLOTS = 60;

  @Override
  public boolean isPossibleOn(RedisCluster cluster) {
    return !atomic || cluster.canMoveSlotsAtomically();
  }

  @Override
  public void inject(FaultContext context) {
    context.affects(shard);
    RedisNode here = context.master(shard);
    RedisNode there = context.master((shard + 1) % context.shards().count());
    List<Integer> slots = context.shards().slots(shard).subList(0, SLOTS);
    long end = System.nanoTime() + millis * 1_000_000;
    do {
      move(context.cluster(), slots, there);
      move(context.cluster(), slots, here);
    } while (System.nanoTime() < end);
    context.cluster().awaitStable();
  }

  private void move(RedisCluster cluster, List<Integer> slots, RedisNode target) {
    if (atomic) {
      cluster.moveSlotsAtomically(slots, target);
      return;
    }
    slots.forEach(slot -> cluster.moveSlot(slot, target));
  }

  @Override
  public PermittedErrors permittedErrors() {
    return PermittedErrors.NOTHING;
  }
}
