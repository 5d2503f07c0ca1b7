package io.clusteragent.demo.cluster;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Holds the slots of a cluster that migrate from one master to another. */
final class OpenMigrations {
  private final RedisCluster cluster;
  private final String password;
  private final Map<Integer, SlotMigration> bySlot = new ConcurrentHashMap<>();

  /**
   * @param password of the nodes, or null
   */
  OpenMigrations(RedisCluster cluster, String password) {
    this.cluster = cluster;
    this.password = password;
  }

  void begin(int slot, RedisNode target) {
    RedisNode source = cluster.masterOf(slot);
    if (source == target) {
      throw new IllegalArgumentException(target.address() + " owns slot " + slot + " already");
    }
    SlotMigration migration = new SlotMigration(slot, source, target, password);
    if (bySlot.putIfAbsent(slot, migration) != null) {
      throw new IllegalStateException("slot " + slot + " is migrating already");
    }
    migration.begin();
  }

  void moveKeys(int slot, List<String> keys) {
    of(slot).moveKeys(keys);
  }

  void finish(int slot) {
    SlotMigration migration = of(slot);
    RedisNode target = migration.target();
    if (!ClusterView.seenBy(target).hasHighestEpoch(target.id())) {
      // The target will raise its epoch without a vote. Unless all nodes know the epochs and slots
      // of all others by then, two masters can raise theirs to the same number, and when that
      // collision is resolved the loser's new slots fall back to their old owners.
      Await.until(
          "all nodes to agree before a slot changes hands",
          RedisCluster.LIMIT,
          () -> Stability.disagreement(cluster.nodes()));
    }
    migration.finish(cluster.masters());
    bySlot.remove(slot);
  }

  void abort(int slot) {
    of(slot).abort();
    bySlot.remove(slot);
  }

  private SlotMigration of(int slot) {
    SlotMigration migration = bySlot.get(slot);
    if (migration == null) {
      throw new IllegalStateException("slot " + slot + " is not migrating");
    }
    return migration;
  }
}
