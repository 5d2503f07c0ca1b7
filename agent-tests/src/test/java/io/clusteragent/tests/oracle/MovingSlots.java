package io.clusteragent.tests.oracle;

import io.clusteragent.demo.cluster.RedisCluster;
import io.clusteragent.demo.cluster.RedisNode;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Moves the slots of some keys from master to master until it is stopped: at one stroke, or half first. */
public final class MovingSlots implements AutoCloseable {
  private static final long LONGEST_HALF_MILLIS = 40;

  private final RedisCluster cluster;
  private final List<String> keys;
  private final Thread thread = new Thread(this::move, "moving slots");
  private volatile boolean stopped;
  private volatile RuntimeException failure;
  private final AtomicInteger moves = new AtomicInteger();

  public MovingSlots(RedisCluster cluster, List<String> keys) {
    this.cluster = cluster;
    this.keys = keys;
    thread.start();
  }

  /** Ends with all slots whole. */
  public void stop() {
    close();
    if (failure != null) {
      throw failure;
    }
    if (moves.get() == 0) {
      throw new IllegalStateException("no slot was moved");
    }
  }

  private void move() {
    try {
      while (!stopped) {
        moveOne();
        // A node that hears late of two moves of a slot can send clients back and forth until it
        // hears of both.
        cluster.awaitStable();
        moves.incrementAndGet();
      }
    } catch (RuntimeException e) {
      failure = e;
    }
  }

  private void moveOne() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    int slot = RedisCluster.slotOf(oneOf(keys));
    RedisNode owner = cluster.masterOf(slot);
    RedisNode target =
        oneOf(cluster.masters().stream().filter(node -> node != owner).toList());
    if (random.nextBoolean()) {
      cluster.moveSlot(slot, target);
      return;
    }
    cluster.beginMigration(slot, target);
    keys.stream()
        .filter(key -> RedisCluster.slotOf(key) == slot && random.nextBoolean())
        .forEach(key -> cluster.migrateKey(slot, key));
    // Long enough for commands to meet the slot like this.
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextLong(LONGEST_HALF_MILLIS)));
    cluster.finishMigration(slot);
  }

  private static <T> T oneOf(List<T> list) {
    return list.get(ThreadLocalRandom.current().nextInt(list.size()));
  }

  @Override
  public void close() {
    stopped = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
