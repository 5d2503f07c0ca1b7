package io.clusteragent.tests.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clusteragent.demo.cluster.RedisCluster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Checks that the oracle finds the errors of clients with deliberate errors. */
class WrongClientsIT {
  private static final String JEDIS = "7.4.0";
  private static final int TAGS_OF_EACH_SHARD = 20;
  private static final int TIMEOUT_MILLIS = 200;
  private static final long LONG_ENOUGH_MILLIS = 1_000;
  private static RedisCluster cluster;

  private final Fault calm = new NoFault("nothing", 0);

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
  void theOracleFindsNoErrorOfARightClient() throws InterruptedException {
    OracleFindings findings = check("plain", calm);
    assertTrue(findings.isClean(), findings::toString);
    assertEquals(0, findings.lostByServers(), findings::toString);
  }

  @Test
  void aClientThatRepeatsAfterATimeoutDuplicates() throws InterruptedException {
    // The master replies after two timeouts; five times, so that not only reads time out.
    OracleFindings findings =
        check("repeating", new StopMaster("", 1, 2 * TIMEOUT_MILLIS, 5, false));
    assertTrue(findings.duplicated() > 0, findings::toString);
    assertEquals(0, findings.lost(), findings::toString);
  }

  @Test
  void aClientThatAcknowledgesWithoutSendingLoses() throws InterruptedException {
    OracleFindings findings = check("dropping", calm);
    assertTrue(findings.lost() > 0, findings::toString);
    assertEquals(0, findings.duplicated() + findings.reordered(), findings::toString);
  }

  @Test
  void aClientThatDelaysWritesReorders() throws InterruptedException {
    // Long enough, on a busy machine too, that a key with a delayed write is written again.
    OracleFindings findings = check("reordering", new NoFault("nothing", 5_000));
    assertTrue(findings.reordered() > 0, findings::toString);
    assertEquals(0, findings.duplicated(), findings::toString);
  }

  private static OracleFindings check(String name, Fault fault) throws InterruptedException {
    Shards shards = Shards.of(cluster, TAGS_OF_EACH_SHARD);
    Client client = new Client(JEDIS, name, "single", TIMEOUT_MILLIS, "retryUnknown=never");
    try (FaultContext context = new FaultContext(cluster, shards, 1);
        LoadJvm load = LoadJvm.start(client, context)) {
      load.go(context.round());
      FaultContext.hold(LONG_ENOUGH_MILLIS);
      fault.inject(context);
      return Oracle.check(load.stop(), new ServerStore(cluster), context.windows());
    }
  }
}
