package io.clusteragent.tests.faults;

import io.clusteragent.demo.cluster.RedisNode;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Watches a replica until it says that it is the master, to the millisecond or two. */
final class Election implements AutoCloseable {
  private static final long POLL_MILLIS = 2;
  private static final long LONGEST_SECONDS = 30;

  private final int shard;
  private final RedisNode replica;
  private final CountDownLatch over = new CountDownLatch(1);
  private final Thread thread = new Thread(this::watch, "watches an election");
  private volatile long elected;

  private Election(int shard, RedisNode replica) {
    this.shard = shard;
    this.replica = replica;
  }

  static Election watch(int shard, RedisNode replica) {
    Election election = new Election(shard, replica);
    election.thread.start();
    return election;
  }

  private void watch() {
    try {
      while (!((List<?>) replica.ask("ROLE")).get(0).equals("master")) {
        TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
      }
      elected = System.currentTimeMillis();
    } catch (InterruptedException closed) {
      // There was no election.
    } finally {
      over.countDown();
    }
  }

  int shard() {
    return shard;
  }

  /** Waits for the new master. */
  void await() throws InterruptedException {
    if (!over.await(LONGEST_SECONDS, TimeUnit.SECONDS) || elected == 0) {
      throw new IllegalStateException(replica + " was not elected");
    }
  }

  /** When the replica became the master, in milliseconds since the epoch; 0 if it did not. */
  long elected() {
    return elected;
  }

  /** Ends the watch. */
  @Override
  public void close() {
    thread.interrupt();
  }
}
