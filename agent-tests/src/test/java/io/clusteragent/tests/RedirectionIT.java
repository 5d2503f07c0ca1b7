package io.clusteragent.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clusteragent.demo.cluster.Await;
import io.clusteragent.demo.cluster.RedisCluster;
import io.clusteragent.demo.cluster.RedisNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** Slots that move and masters that change while an unchanged program works. */
@ParameterizedClass(name = "Jedis {0}")
@ValueSource(strings = {"2.9.0", "3.10.0", "7.4.0"})
class RedirectionIT {
  private static RedisCluster cluster;

  private final Set<Integer> openSlots = ConcurrentHashMap.newKeySet();
  private final String version;

  RedirectionIT(String version) {
    this.version = version;
  }

  @BeforeAll
  static void startCluster() {
    cluster = RedisCluster.builder().masters(3).replicas(1).start();
  }

  @AfterAll
  static void stopCluster() {
    cluster.close();
  }

  @BeforeEach
  void emptyCluster() {
    cluster.masters().forEach(node -> node.ask("FLUSHALL"));
    NodeStatistics.reset(cluster.nodes());
  }

  /** A test that failed half-way leaves its slot open. */
  @AfterEach
  void closeSlots() {
    openSlots.forEach(cluster::abortMigration);
  }

  @Test
  void aMovedSlotCostsOneRedirection() {
    int slot = RedisCluster.slotOf("{moved}");
    List<String> seen =
        run("MovedSlotProgram", act -> cluster.moveSlot(slot, anotherThanTheOwnerOf(slot)));
    List<String> expected = new ArrayList<>(List.of("before -> 1"));
    for (int i = 2; i <= 21; i++) {
      expected.add("after -> " + i);
    }
    expected.add("another connection -> 22");
    assertEquals(expected, seen);
    assertEquals(1, errors("MOVED"));
  }

  @Test
  void askSendsOneCommandElsewhereAndLeavesTheMapAlone() {
    int slot = RedisCluster.slotOf("{half}");
    int rounds = 10;
    List<Long> movedBeforeTheFinish = new ArrayList<>();
    List<String> seen = run("HalfMigratedSlotProgram", act -> {
      if (act.equals("finish")) {
        movedBeforeTheFinish.add(errors("MOVED"));
        finish(slot);
      } else {
        migrate(slot, act);
      }
    });
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < rounds; i++) {
      expected.addAll(List.of("gone -> g", "here -> h"));
    }
    expected.addAll(List.of("gone, at the new owner -> g", "here, at the new owner -> h"));
    assertEquals(expected, seen);
    // A patched map would have sent the commands for the key that stayed to the importing node:
    // MOVED.
    assertEquals(List.of(0L), movedBeforeTheFinish);
    assertEquals(rounds, errors("ASK"));
    assertEquals(1, errors("MOVED"));
  }

  @Test
  void keysOnBothSidesOfAMigrationAreWaitedFor() {
    int slot = RedisCluster.slotOf("{tryagain}");
    List<CompletableFuture<Void>> finish = Collections.synchronizedList(new ArrayList<>());
    List<String> seen = run("TryAgainProgram", act -> {
      migrate(slot, act);
      finish.add(CompletableFuture.runAsync(() -> {
        awaitError("TRYAGAIN");
        finish(slot);
      }));
    });
    finish.get(0).join();
    assertEquals(List.of("mget -> [1, 2]"), seen);
    assertTrue(errors("TRYAGAIN") > 0);
  }

  @Test
  void pipelinesKeepTheOrderPerKeyWhileTheirSlotMigrates() {
    int slot = RedisCluster.slotOf("{order}");
    List<CompletableFuture<Void>> finish = Collections.synchronizedList(new ArrayList<>());
    List<String> seen = run("MigratingPipelineProgram", act -> {
      if (act.equals("finish in the background")) {
        finish.add(CompletableFuture.runAsync(() -> finish(slot)));
      } else if (act.equals("await the finish")) {
        finish.get(0).join();
      } else {
        migrate(slot, act);
      }
    });
    List<String> expected = new ArrayList<>();
    for (int key = 0; key < 10; key++) {
      expected.add("list " + key + " in order -> true");
    }
    assertEquals(expected, seen);
    assertTrue(errors("ASK") > 0, "nothing was redirected");
  }

  @Test
  void aTransactionOnAMovedSlotRunsOnceAtTheNewOwner() {
    int slot = RedisCluster.slotOf("{movedtx}");
    List<String> seen =
        run("MovedTransactionProgram", act -> cluster.moveSlot(slot, anotherThanTheOwnerOf(slot)));
    assertEquals(List.of("before -> [1, 1]", "after -> [2, 2]", "again -> [3, 3]"), seen);
    assertTrue(errors("MOVED") > 0, "nothing was redirected");
  }

  @Test
  void replicasTakeOverUnderLoadWithoutAnError() {
    List<String> seen =
        run("FailoverProgram", act -> cluster.failover(cluster.replicas().get(0)));
    assertEquals(List.of("errors -> 0", "increments lost or doubled -> 0"), seen);
  }

  private List<String> run(String program, Consumer<String> acts) {
    return AgentRun.of(version, "scenarios." + program)
        .entry(cluster.masters().get(0))
        .acts(acts)
        .transcript();
  }

  /** {@code migrate KEY...}: opens the slot and moves these keys. */
  private void migrate(int slot, String act) {
    String[] words = act.split(" ");
    openSlots.add(slot);
    cluster.beginMigration(slot, anotherThanTheOwnerOf(slot));
    cluster.migrateKey(slot, Arrays.copyOfRange(words, 1, words.length));
  }

  private void finish(int slot) {
    cluster.finishMigration(slot);
    openSlots.remove(slot);
  }

  private static RedisNode anotherThanTheOwnerOf(int slot) {
    RedisNode owner = cluster.masterOf(slot);
    return cluster.masters().stream().filter(node -> node != owner).findFirst().orElseThrow();
  }

  private static void awaitError(String code) {
    Await.until(
        "a node to answer " + code,
        Duration.ofSeconds(20),
        () -> errors(code) == 0 ? "none did" : null);
  }

  private static long errors(String code) {
    return NodeStatistics.errors(cluster.nodes(), code);
  }
}
