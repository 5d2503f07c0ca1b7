package io.clusteragent.tests.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clusteragent.demo.cluster.RedisCluster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The oracle finds clients out that do on purpose what none must do. */
class WrongClientsIT {
  private static final String JEDIS = "7.4.0";
  private static final int TAGS_OF_EACH_SHARD = 20;
  private static final int TIMEOUT_MILLIS = 200;
  private static final long LONG_ENOUGH_MILLIS = 1_000;
  private static RedisCluster cluster;

  private final Fault calm = new Calm("nothing", 0);

  @BeforeAll
  static void startCluster() {
    cluster = RedisCluster.builder().masters(3).replicas(1).start();
  }

  @AfterAll
  static void stopCluster() {
    cluster.close();
  }

  @BeforeEach
  void empty() {
    cluster.masters().forEach(node -> node.ask("FLUSHALL"));
  }

  @Test
  void aRightClientIsFoundRight() throws InterruptedException {
    Verdict verdict = judge("plain", calm);
    assertTrue(verdict.isClean(), verdict::toString);
    assertEquals(0, verdict.lostByServers(), verdict::toString);
  }

  @Test
  void oneThatRepeatsAfterATimeoutDuplicates() throws InterruptedException {
    // The master answers after two timeouts; five times, so that it does not hit reads only.
    Verdict verdict = judge("repeating", new StopMaster("", 1, 2 * TIMEOUT_MILLIS, 5, false));
    assertTrue(verdict.duplicated() > 0, verdict::toString);
    assertEquals(0, verdict.lost(), verdict::toString);
  }

  @Test
  void oneThatSaysOkAndSendsNothingLoses() throws InterruptedException {
    Verdict verdict = judge("dropping", calm);
    assertTrue(verdict.lost() > 0, verdict::toString);
    assertEquals(0, verdict.duplicated() + verdict.reordered(), verdict::toString);
  }

  @Test
  void oneThatHoldsWritesBackReorders() throws InterruptedException {
    // Long enough that a key which had a write held back is written to again, on a busy machine,
    // too.
    Verdict verdict = judge("reordering", new Calm("nothing", 5_000));
    assertTrue(verdict.reordered() > 0, verdict::toString);
    assertEquals(0, verdict.duplicated(), verdict::toString);
  }

  private static Verdict judge(String name, Fault fault) throws InterruptedException {
    Shards shards = Shards.of(cluster, TAGS_OF_EACH_SHARD);
    Client client = new Client(JEDIS, name, "single", TIMEOUT_MILLIS, "retryUnknown=never");
    try (Scene scene = new Scene(cluster, shards, 1);
        LoadJvm load = LoadJvm.start(client, scene)) {
      load.go(scene.round());
      Scene.hold(LONG_ENOUGH_MILLIS);
      fault.strike(scene);
      return Oracle.judge(load.stop(), new ServerStore(cluster), scene.windows());
    }
  }
}
