package io.clusteragent.demo;

import io.clusteragent.demo.cluster.RedisCluster;
import io.clusteragent.demo.cluster.RedisNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/** Changes the cluster while the service uses it. */
final class Disruption {
  private static final int ROUNDS = 6;
  private static final int CATCH_UP_SECONDS = 10;

  private final RedisCluster cluster;
  private final Random random = new Random(42);

  Disruption(RedisCluster cluster) {
    this.cluster = cluster;
  }

  /**
   * Moves slots with keys, evenly spread over a time. The masters take turns as the target.
   *
   * @return the number of moved slots
   */
  int moveSlots(int wanted, int seconds) throws InterruptedException {
    List<RedisNode> masters = cluster.masters();
    long pauseNanos = seconds * 1_000_000_000L / wanted;
    int moved = 0;
    for (int round = 0; round < ROUNDS; round++) {
      RedisNode target = masters.get(round % masters.size());
      List<Integer> slots = populatedSlots(target);
      int share = Math.min(wanted * (round + 1) / ROUNDS - moved, slots.size());
      for (int slot : slots.subList(0, share)) {
        long next = System.nanoTime() + pauseNanos;
        cluster.moveSlot(slot, target);
        TimeUnit.NANOSECONDS.sleep(next - System.nanoTime());
      }
      moved += share;
    }
    cluster.awaitStable();
    return moved;
  }

  /** The slots with keys that other masters own, in random order. */
  private List<Integer> populatedSlots(RedisNode target) {
    Set<Integer> slots = new TreeSet<>();
    for (RedisNode master : cluster.masters()) {
      if (master != target) {
        for (Object key : (List<?>) master.ask("KEYS", "*")) {
          slots.add(RedisCluster.slotOf((String) key));
        }
      }
    }
    List<Integer> shuffled = new ArrayList<>(slots);
    Collections.shuffle(shuffled, random);
    return shuffled;
  }

  /** Makes a replica take over from its running master ({@code CLUSTER FAILOVER}). */
  void failOver(RedisNode master) {
    cluster.failover(cluster.replicasOf(master).get(0));
  }

  /**
   * Kills a master (SIGKILL) while commands of the service are in flight; returns when its replica has taken over.
   *
   * <p>Replication is asynchronous: when a master dies between a reply and its replication, an acknowledged write is lost,
   * whatever the client does. The demo does not show that, so the master stops executing writes and lets its replica catch up
   * right before it dies. The service never learns the outcome of writes that reach the master in between.
   */
  void crash(RedisNode master) throws InterruptedException {
    RedisNode replica = cluster.replicasOf(master).get(0);
    master.ask("CLIENT", "PAUSE", Integer.toString(CATCH_UP_SECONDS * 1_000), "WRITE");
    long deadline = System.nanoTime() + CATCH_UP_SECONDS * 1_000_000_000L;
    while (offset(master, "master_repl_offset") != offset(replica, "slave_repl_offset")) {
      if (System.nanoTime() - deadline > 0) {
        throw new IllegalStateException(replica + " did not catch up with " + master);
      }
      Thread.sleep(1);
    }
    master.kill();
    cluster.awaitStable();
  }

  private static long offset(RedisNode node, String field) {
    String info = (String) node.ask("INFO", "replication");
    return info.lines()
        .filter(line -> line.startsWith(field + ":"))
        .mapToLong(line -> Long.parseLong(line.substring(field.length() + 1)))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException(node + " told no " + field));
  }
}
