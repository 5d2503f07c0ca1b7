package io.clusteragent.tests.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clusteragent.demo.cluster.RedisCluster;
import io.clusteragent.demo.cluster.RedisNode;
import io.clusteragent.tests.OracleProgram;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Scans while slots move and masters change: SCAN must return every key that exists all the time. */
class ScanOfChangingClusterIT {
  private static final int KEYS = 3_000;
  private static final int SLOTS = 300;

  private static RedisCluster cluster;

  private final Set<String> keys = new TreeSet<>();

  /** The slots that have keys, with their keys. */
  private final Map<Integer, List<String>> bySlot = new TreeMap<>();

  private CompletableFuture<Void> moving = CompletableFuture.completedFuture(null);

  @BeforeAll
  static void startServers() {
    cluster = RedisCluster.builder().masters(3).replicas(1).start();
  }

  @AfterAll
  static void stopServers() {
    cluster.close();
  }

  @BeforeEach
  void fill() {
    cluster.masters().forEach(node -> node.ask("FLUSHALL"));
    for (int i = 0; i < KEYS; i++) {
      keys.add("key:" + i);
    }
    bySlot.putAll(keys.stream().collect(Collectors.groupingBy(RedisCluster::slotOf)));
    bySlot.forEach((slot, its) -> its.forEach(key -> cluster.masterOf(slot).ask("SET", key, "")));
  }

  @AfterEach
  void settle() {
    moving.join();
    cluster.awaitStable();
  }

  private static OracleProgram program(String version) {
    RedisNode entry = cluster.masters().get(0);
    return OracleProgram.of(version, "WalkProgram")
        .withAgent()
        .property("target.host", entry.host())
        .property("target.port", entry.port());
  }

  private Set<String> walk(String version, String acts, Consumer<String> harness) {
    OracleProgram program = program(version).property("scan.acts", acts).acts(harness);
    return new TreeSet<>(ScanWalk.of(program.run("COUNT", "50")).keys());
  }

  /** Moves from the master with the last slots to the master with the first slots. */
  private void moveBackwards() {
    RedisNode first = cluster.masterOf(bySlot.keySet().iterator().next());
    List<Integer> slots = bySlot.keySet().stream()
        .sorted(Collections.reverseOrder())
        .filter(slot -> cluster.masterOf(slot) != first)
        .limit(SLOTS)
        .toList();
    slots.forEach(slot -> cluster.moveSlot(slot, first));
  }

  @ParameterizedTest(name = "Jedis {0}")
  @ValueSource(strings = {"2.9.0", "7.4.0"})
  void slotsThatMoveBackwards(String version) {
    assertEquals(keys, walk(version, "25:move", act -> moveBackwards()));
  }

  @Test
  void slotsThatMoveAllTheTime() {
    assertEquals(
        keys,
        walk("7.4.0", "3:move", act -> moving = CompletableFuture.runAsync(this::moveBackwards)));
  }

  /** A slot with 1,000 more keys, half of which have moved before they are scanned, and until the end. */
  @Test
  void aSlotThatIsHalfMoved() {
    int slot = 16_000;
    String tag = IntStream.range(0, 1_000_000)
        .mapToObj(i -> "{" + i + "}")
        .filter(name -> RedisCluster.slotOf(name) == slot)
        .findFirst()
        .orElseThrow();
    String[] tagged = IntStream.range(0, 1_000).mapToObj(i -> tag + i).toArray(String[]::new);
    for (String key : tagged) {
      cluster.masterOf(slot).ask("SET", key, "");
    }
    keys.addAll(List.of(tagged));
    RedisNode first = cluster.masterOf(bySlot.keySet().iterator().next());
    try {
      assertEquals(keys, walk("7.4.0", "40:half", act -> {
        cluster.beginMigration(slot, first);
        cluster.migrateKey(slot, List.of(tagged).subList(0, 500).toArray(new String[0]));
      }));
    } finally {
      cluster.finishMigration(slot);
    }
  }

  @Test
  void aReplicaThatTakesOverInTheMiddleOfItsMaster() {
    RedisNode owner = cluster.masterOf(bySlot.keySet().iterator().next());
    assertEquals(
        keys,
        walk(
            "7.4.0",
            "5:fail over",
            act -> cluster.failover(cluster.replicasOf(owner).get(0))));
  }

  @Test
  void aMasterThatDiesInTheMiddle() {
    RedisNode owner = cluster.masterOf(16_383);
    try {
      assertEquals(keys, walk("7.4.0", "50:kill", act -> owner.kill()));
    } finally {
      cluster.awaitStable();
      owner.restart();
    }
  }

  /** One process used the old master first, the other knows only the new one. Missing keys without an error are wrong. */
  @Test
  void aCursorOfAProcessThatKnewOtherNodes() {
    RedisNode owner = cluster.masterOf(bySlot.keySet().iterator().next());
    ScanWalk begun = ScanWalk.of(program("7.4.0")
        .property("scan.warm", true)
        .property("scan.calls", 10)
        .property("scan.acts", "0:fail over")
        .acts(act -> cluster.failover(cluster.replicasOf(owner).get(0)))
        .run("COUNT", "50"));
    OracleProgram.Outcome ended =
        program("7.4.0").property("scan.cursor", begun.cursor()).run("COUNT", "50");
    if (ended.exitCode() != 0) { // the scan began before the agent knew the new master
      assertTrue(ended.stderr().contains("ERR invalid cursor"), ended.stderr());
      return;
    }

    Set<String> both = new TreeSet<>(begun.keys());
    both.addAll(ScanWalk.of(ended).keys());
    assertEquals(keys, both);
  }
}
