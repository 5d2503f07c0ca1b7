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

/** Moves slots and replaces masters while an unchanged program works. */
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

  /** Closes open slots, because a failed test can leave its slot open. */
  @AfterEach
  void closeSlots() {
    openSlots.forEach(cluster::abortMigration);
  }

  @Test
  void aMovedSlotCostsOneRedirection() {
    int slot = RedisCluster.slotOf("{moved}");
    run("MovedSlotProgram", act -> cluster.moveSlot(slot, anotherThanTheOwnerOf(slot)));
    assertEquals(1, errors("MOVED"));
  }

  @Test
  void askRedirectsOneCommandAndDoesNotChangeTheMap() {
    int slot = RedisCluster.slotOf("{half}");
    int rounds = 10;
    List<Long> movedBeforeTheFinish = new ArrayList<>();
    run("HalfMigratedSlotProgram", act -> {
      if (act.equals("finish")) {
        movedBeforeTheFinish.add(errors("MOVED"));
        finish(slot);
      } else {
        migrate(slot, act);
      }
    });
    // With a patched map, commands for the key that stayed would go to the importing node: MOVED.
    assertEquals(List.of(0L), movedBeforeTheFinish);
    assertEquals(rounds, errors("ASK"));
    assertEquals(1, errors("MOVED"));
  }

  @Test
  void commandsWithKeysOnBothSidesOfAMigrationAreRetried() {
    int slot = RedisCluster.slotOf("{tryagain}");
    List<CompletableFuture<Void>> finish = Collections.synchronizedList(new ArrayList<>());
    run("TryAgainProgram", act -> {
      migrate(slot, act);
      finish.add(CompletableFuture.runAsync(() -> {
        awaitError("TRYAGAIN");
        finish(slot);
      }));
    });
    finish.get(0).join();
    assertTrue(errors("TRYAGAIN") > 0);
  }

  @Test
  void pipelinesKeepTheOrderPerKeyWhileTheirSlotMigrates() {
    int slot = RedisCluster.slotOf("{order}");
    List<CompletableFuture<Void>> finish = Collections.synchronizedList(new ArrayList<>());
    run("MigratingPipelineProgram", act -> {
      if (act.equals("finish in the background")) {
        finish.add(CompletableFuture.runAsync(() -> finish(slot)));
      } else if (act.equals("await the finish")) {
        finish.get(0).join();
      } else {
        migrate(slot, act);
      }
    });
    assertTrue(errors("ASK") > 0, "nothing was redirected");
  }

  @Test
  void aTransactionOnAMovedSlotRunsOnceAtTheNewOwner() {
    int slot = RedisCluster.slotOf("{movedtx}");
    run("MovedTransactionProgram", act -> cluster.moveSlot(slot, anotherThanTheOwnerOf(slot)));
    assertTrue(errors("MOVED") > 0, "nothing was redirected");
  }

  @Test
  void replicasTakeOverUnderLoadWithoutAnError() {
    run("FailoverProgram", act -> cluster.failover(cluster.replicas().get(0)));
  }

  private void run(String program, Consumer<String> acts) {
    AgentRun.of(version, "scenarios." + program)
        .entry(cluster.masters().get(0))
        .acts(acts)
        .writesWhatIsExpected();
  }

  /** Handles {@code migrate KEY...}: opens the slot, and moves these keys. */
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
