package io.clusteragent.tests.faults;

import io.clusteragent.demo.cluster.RedisCluster;
import io.clusteragent.demo.cluster.RedisNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/** The cluster on which a fault acts, and where it leaves word of what it did. Owned by one thread. */
final class Scene {
  /** More than a replica is ever behind its master here; both are on one machine. */
  private static final long REPLICATION_LAG_MILLIS = 1_000;

  private final RedisCluster cluster;
  private final Shards shards;
  private final int round;
  private final Set<Integer> struck = new TreeSet<>();
  private final List<LossWindow> windows = new ArrayList<>();
  private final List<Election> elections = new ArrayList<>();

  Scene(RedisCluster cluster, Shards shards, int round) {
    this.cluster = cluster;
    this.shards = shards;
    this.round = round;
  }

  RedisCluster cluster() {
    return cluster;
  }

  Shards shards() {
    return shards;
  }

  /** The number that the load's keys carry. */
  int round() {
    return round;
  }

  RedisNode master(int shard) {
    return cluster.masterOf(shards.slots(shard).get(0));
  }

  RedisNode replica(int shard) {
    return cluster.replicasOf(master(shard)).get(0);
  }

  /** The fault is in this shard: its stalls are told apart from those of the others. */
  void strikes(int shard) {
    struck.add(shard);
  }

  Set<Integer> struck() {
    return struck;
  }

  /** Watches whether a replica takes over; the caller closes it. */
  Election watchElection(int shard, RedisNode replica) {
    Election election = Election.watch(shard, replica);
    elections.add(election);
    return election;
  }

  List<Election> elections() {
    return elections;
  }

  /** The shard's only master, lost at some moment, takes what it has not replicated with it. */
  void mayLoseTail(int shard, long lostAtMillis, long replacedAtMillis) {
    windows.add(
        new LossWindow(shard, lostAtMillis - REPLICATION_LAG_MILLIS, replacedAtMillis, true));
  }

  /** For some time there is a second master, or may be, which acknowledges writes that will be dropped. */
  void mayLose(int shard, long fromMillis, long untilMillis) {
    windows.add(new LossWindow(shard, fromMillis - REPLICATION_LAG_MILLIS, untilMillis, false));
  }

  List<LossWindow> windows() {
    return windows;
  }

  /** How long a fault lasts is part of it; nothing is awaited. */
  static void hold(long millis) throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(millis);
  }
}
