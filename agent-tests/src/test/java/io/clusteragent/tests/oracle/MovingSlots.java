package io.clusteragent.tests.oracle;

import io.clusteragent.demo.cluster.RedisCluster;
import io.clusteragent.demo.cluster.RedisNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Moves the slots of some keys from master to master until it is stopped: at once, or half of the keys first.
 *
 * <p>All slots move in turn, and in one direction. So a slot returns to a master only long after it has left. That lets the
 * agent distinguish a server's MOVED during a script from one that the script returns: it queries the node again, and a node
 * that has the slot again would not refuse the query.
 */
public final class MovingSlots implements AutoCloseable {
  private static final long LONGEST_HALF_MILLIS = 40;

  private final RedisCluster cluster;
  private final List<String> keys;
  private final List<Integer> slots;
  private final Thread thread = new Thread(this::move, "moving slots");
  private volatile boolean stopped;
  private volatile RuntimeException failure;
  private final AtomicInteger moves = new AtomicInteger();

  public MovingSlots(RedisCluster cluster, List<String> keys) {
    this.cluster = cluster;
    this.keys = keys;
    this.slots = new ArrayList<>(
        new LinkedHashSet<>(keys.stream().map(RedisCluster::slotOf).toList()));
    Collections.shuffle(slots);
    thread.start();
  }

  /** Stops, and completes all migrations. */
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
        // A node that learns late of two moves of a slot can redirect clients back and forth until
        // it knows both.
        cluster.awaitStable();
        moves.incrementAndGet();
      }
    } catch (RuntimeException e) {
      failure = e;
    }
  }

  private void moveOne() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    int slot = slots.get(moves.get() % slots.size());
    List<RedisNode> masters = cluster.masters();
    RedisNode target = masters.get((masters.indexOf(cluster.masterOf(slot)) + 1) % masters.size());
    if (random.nextBoolean()) {
      cluster.moveSlot(slot, target);
      return;
    }
    cluster.beginMigration(slot, target);
    keys.stream()
        .filter(key -> RedisCluster.slotOf(key) == slot && random.nextBoolean())
        .forEach(key -> cluster.migrateKey(slot, key));
    // Long enough for commands that use the slot in this state.
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextLong(LONGEST_HALF_MILLIS)));
    cluster.finishMigration(slot);
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
