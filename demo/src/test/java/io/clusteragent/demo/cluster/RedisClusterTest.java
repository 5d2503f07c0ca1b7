package io.clusteragent.demo.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RedisClusterTest {
  private static RedisCluster cluster;

  @BeforeAll
  static void startThreeMastersWithAReplicaEach() {
    cluster = RedisCluster.builder().replicas(1).start();
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @Test
  void everyMasterHasAReplica() {
    assertEquals(3, cluster.masters().size());
    for (RedisNode master : cluster.masters()) {
      assertEquals(1, cluster.replicasOf(master).size());
    }
  }

  @Test
  void aSlotMovesWithItsKeys() {
    int slot = RedisCluster.slotOf("{move}");
    RedisNode source = cluster.masterOf(slot);
    RedisNode target = otherMaster(source);
    for (int i = 0; i < 250; i++) {
      source.ask("SET", "{move}\u00e9" + i, "value " + i);
    }

    cluster.moveSlot(slot, target);
    cluster.awaitStable();

    assertEquals(target, cluster.masterOf(slot));
    assertEquals("value 249", target.ask("GET", "{move}\u00e9249"));
    ServerError moved =
        assertInstanceOf(ServerError.class, source.askRaw("GET", "{move}\u00e9249"));
    assertEquals("MOVED " + slot + " " + target.address(), moved.getMessage());
  }

  @Test
  void slotsKeepTheirNewOwnersWhenTargetsAlternate() {
    int slot = RedisCluster.slotOf("{ball}");
    List<RedisNode> masters = cluster.masters();
    RedisNode first = cluster.masterOf(slot);
    first.ask("SET", "{ball}", "round");
    int next = masters.indexOf(first);
    for (int i = 0; i < 4; i++) {
      next = (next + 1) % masters.size();
      cluster.moveSlot(slot, masters.get(next));
    }
    cluster.awaitStable();
    assertEquals(masters.get(next), cluster.masterOf(slot));
    assertEquals("round", masters.get(next).ask("GET", "{ball}"));
  }

  @Test
  void aHalfMigratedSlotRepliesAskAndCanBeMovedBack() {
    int slot = RedisCluster.slotOf("{half}");
    RedisNode source = cluster.masterOf(slot);
    RedisNode target = otherMaster(source);
    source.ask("SET", "{half}gone", "1");
    source.ask("SET", "{half}here", "2");

    cluster.beginMigration(slot, target);
    cluster.migrateKey(slot, "{half}gone");

    assertEquals("2", source.ask("GET", "{half}here"));
    ServerError ask = assertThrows(ServerError.class, () -> source.ask("GET", "{half}gone"));
    assertEquals("ASK " + slot + " " + target.address(), ask.getMessage());

    cluster.abortMigration(slot);
    assertEquals("1", source.ask("GET", "{half}gone"));
    assertEquals(0L, target.ask("CLUSTER", "COUNTKEYSINSLOT", Integer.toString(slot)));
  }

  @Test
  void aReplicaTakesOver() {
    RedisNode replica = cluster.replicas().get(0);
    assertFalse(cluster.masters().contains(replica));

    cluster.failover(replica);

    assertTrue(cluster.masters().contains(replica));
    assertEquals(1, cluster.replicasOf(replica).size());
  }

  @Test
  void aKilledMasterIsReplacedAndRestartsAsAReplica() {
    RedisNode victim = cluster.masters().get(0);
    RedisNode heir = cluster.replicasOf(victim).get(0);

    victim.kill();
    cluster.awaitStable();
    assertTrue(cluster.masters().contains(heir));

    victim.restart();
    cluster.awaitStable();
    assertEquals(List.of(victim), cluster.replicasOf(heir));
  }

  private static RedisNode otherMaster(RedisNode node) {
    return cluster.masters().stream()
        .filter(master -> master != node)
        .findFirst()
        .orElseThrow();
  }
}
