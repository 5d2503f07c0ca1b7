package io.clusteragent.tests.faults;

import io.clusteragent.demo.cluster.RedisCluster;
import io.clusteragent.demo.cluster.RedisNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/** The cluster on which a fault acts, and where it leaves word of what it did. Owned by one thread. */
final class Scene implements AutoCloseable {
  /** More than a replica is ever behind its master here; both are on one machine. */
  private static final long REPLICATION_LAG_MILLIS = 1_000;

  /** On a busy machine an application may be late in reading a reply. */
  private static final long LONGEST_WAY_OF_A_REPLY_MILLIS = 500;

  private final RedisCluster cluster;
  private final Shards shards;
  private final int round;
  private final Set<Integer> struck = new TreeSet<>();
  private final List<LossWindow> windows = new ArrayList<>();
  private final List<Promotion> promotions = new ArrayList<>();
  private final List<Watch> watches = new ArrayList<>();
  private Watch refusal;

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

  /** Watches when a replica takes over from the master of a shard. */
  Watch watchPromotion(int shard) {
    Watch promotion = open(Watch.promotion(replica(shard)));
    promotions.add(new Promotion(shard, promotion));
    return promotion;
  }

  /** Watches when a master gives in to another one. */
  Watch watchDemotion(RedisNode master) {
    return open(Watch.demotion(master));
  }

  private Watch open(Watch watch) {
    watches.add(watch);
    return watch;
  }

  /** A watched shard. */
  record Promotion(int shard, Watch watch) {}

  List<Promotion> promotions() {
    return promotions;
  }

  /** Watches how long the other shards refuse commands, if they do. */
  void watchRefusal(int shard) {
    if (refusal == null) {
      refusal = open(Watch.refusal(master((shard + 1) % shards.count())));
    }
  }

  /** How long the servers of healthy shards refused commands. */
  long refusedMillis() {
    return refusal == null ? 0 : refusal.lengthMillis();
  }

  /** A shard's only master, lost at some moment, takes with it what it has not replicated. */
  void mayLoseTail(int shard, long lostMillis, Watch promotion) {
    windows.add(
        new LossWindow(shard, lostMillis - REPLICATION_LAG_MILLIS, promotion.before(), true));
  }

  /**
   * From some moment on there was a second master, whose acknowledgements are worth nothing.
   *
   * @param demotion that of the old master
   */
  void hadTwoMasters(int shard, long fromMillis, Watch demotion) throws InterruptedException {
    demotion.await();
    windows.add(
        new LossWindow(shard, fromMillis, demotion.first() + LONGEST_WAY_OF_A_REPLY_MILLIS, false));
  }

  List<LossWindow> windows() {
    return windows;
  }

  /** Ends the watches; what they saw stays. */
  @Override
  public void close() {
    watches.forEach(Watch::close);
  }

  /** How long a fault lasts is part of it; nothing is awaited. */
  static void hold(long millis) throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(millis);
  }
}
