package io.clusteragent.tests.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clusteragent.demo.cluster.ClusterBuilder;
import io.clusteragent.demo.cluster.RedisCluster;
import io.clusteragent.tests.RunsAlone;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Runs the most important faults in every build; the profile {@code faults} runs all. Checks also how long commands stall. */
@RunsAlone
class FaultsIT {
  private static RedisCluster cluster;

  @BeforeAll
  static void startCluster() {
    ClusterBuilder builder = RedisCluster.builder().masters(3).replicas(1);
    Faults.fullCoverage(builder, false);
    cluster = builder.start();
  }

  @AfterAll
  static void stopCluster() {
    cluster.close();
  }

  @BeforeEach
  void empty() {
    cluster.awaitStable();
    cluster.masters().forEach(node -> node.ask("FLUSHALL"));
  }

  @Test
  void aFailoverIsNotNoticed() throws InterruptedException {
    check(new FailOver("CLUSTER FAILOVER", "", List.of(1)), "7.4.0");
  }

  @Test
  void halfMigratedSlotsAreNotNoticed() throws InterruptedException {
    check(new HalfMigrated("half-migrated slots", 1, 2_000), "7.4.0");
  }

  @Test
  void aMasterThatRepliesLateExecutesNothingTwice() throws InterruptedException {
    check(new StopMaster("SIGSTOP for 2.3 s", 1, 2_300, 2, false), "7.4.0");
  }

  @Test
  void aKilledMasterLosesOnlyOperationsInFlight() throws InterruptedException {
    check(new KillMaster("kill -9 of a master", 1, false), "7.4.0");
  }

  @Test
  void aFailoverIsNotNoticedByAnOldJedis() throws InterruptedException {
    check(new FailOver("CLUSTER FAILOVER", "", List.of(1)), "3.10.0");
  }

  private static void check(Fault fault, String jedis) throws InterruptedException {
    FaultResult result = FaultRun.on(cluster, fault, Client.withAgent(jedis));
    new FaultTable(System.out).print(result);
    assertTrue(result.report().operations() > 1_000, "there was no load");
    assertEquals(List.of(), result.failures(), () -> String.join("\n", result.log()));
  }
}
