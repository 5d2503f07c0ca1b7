package io.clusteragent.tests.faults;

import io.clusteragent.demo.cluster.RedisCluster;
import io.clusteragent.demo.cluster.RedisNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/** Holds the cluster on which a fault acts, and records what the fault did. Owned by one thread. */
final class FaultContext implements AutoCloseable {
  /** Longer than any replica is behind its master here, where both are on one machine. */
  private static final long REPLICATION_LAG_MILLIS = 1_000;

  /** On a busy machine an application may read a reply so late. */
  private static final long LONGEST_WAY_OF_A_REPLY_MILLIS = 500;

  private final RedisCluster cluster;
  private final Shards shards;
  private final int round;
  private final Set<Integer> affected = new TreeSet<>();
  private final List<LossWindow> windows = new ArrayList<>();
  private final List<Promotion> promotions = new ArrayList<>();
  private final List<StateWatch> watches = new ArrayList<>();
  private StateWatch refusal;

  FaultContext(RedisCluster cluster, Shards shards, int round) {
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

  /** The number of the round, which the load's keys contain. */
  int round() {
    return round;
  }

  RedisNode master(int shard) {
    return cluster.masterOf(shards.slots(shard).get(0));
  }

  RedisNode replica(int shard) {
    return cluster.replicasOf(master(shard)).get(0);
  }

  /** Records that the fault concerns this shard. Its stalls are reported separately from those of the others. */
  void affects(int shard) {
    affected.add(shard);
  }

  Set<Integer> affected() {
    return affected;
  }

  /** Watches when a replica takes over from the master of a shard. */
  StateWatch watchPromotion(int shard) {
    StateWatch promotion = open(StateWatch.promotion(replica(shard)));
    promotions.add(new Promotion(shard, promotion));
    return promotion;
  }

  /** Watches when a master becomes a replica of another one. */
  StateWatch watchDemotion(RedisNode master) {
    return open(StateWatch.demotion(master));
  }

  private StateWatch open(StateWatch watch) {
    watches.add(watch);
    return watch;
  }

  /** A watched shard. */
  record Promotion(int shard, StateWatch watch) {}

  List<Promotion> promotions() {
    return promotions;
  }

  /** Watches how long another shard refuses commands, if it does. */
  void watchRefusal(int shard) {
    if (refusal == null) {
      refusal = open(StateWatch.refusal(master((shard + 1) % shards.count())));
    }
  }

  /** How long the servers of healthy shards refused commands. */
  long refusedMillis() {
    return refusal == null ? 0 : refusal.lengthMillis();
  }

  /** Records that a shard's only master was lost at some moment, with the writes that it has not replicated. */
  void mayLoseTail(int shard, long lostMillis, StateWatch promotion) {
    windows.add(
        new LossWindow(shard, lostMillis - REPLICATION_LAG_MILLIS, promotion.before(), true));
  }

  /**
   * Records that from some moment on there was a second master, whose acknowledgements do not count.
   *
   * @param demotion the watch for the demotion of the old master
   */
  void hadTwoMasters(int shard, long fromMillis, StateWatch demotion) throws InterruptedException {
    demotion.await();
    windows.add(
        new LossWindow(shard, fromMillis, demotion.first() + LONGEST_WAY_OF_A_REPLY_MILLIS, false));
  }

  List<LossWindow> windows() {
    return windows;
  }

  /** Ends the watches; their results stay available. */
  @Override
  public void close() {
    watches.forEach(StateWatch::close);
  }

  /** Waits for a time that is part of the fault, not for a condition. */
  static void hold(long millis) throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(millis);
  }
}
