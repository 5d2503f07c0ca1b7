package io.clusteragent.cluster.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clusteragent.cluster.RespServer;
import io.clusteragent.cluster.connection.ConnectionProfile;
import io.clusteragent.cluster.connection.Handshake;
import io.clusteragent.cluster.connection.Handshake.Step;
import io.clusteragent.cluster.node.Node;
import io.clusteragent.cluster.topology.HashSlot;
import io.clusteragent.protocol.ErrorReply;
import io.clusteragent.protocol.Resp;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClustersTest {

  private final Clusters clusters =
      new Clusters(address -> false, TopologyCache.NONE, Cluster.Watcher.NOBODY);
  private final ConnectionProfile identity =
      new ConnectionProfile(RespServer.dialer(), Handshake.NONE);
  private final ExecutorService executor = Executors.newSingleThreadExecutor();
  private RespServer one;
  private RespServer two;

  @BeforeEach
  void start() throws IOException {
    one = new RespServer();
    two = new RespServer();
  }

  @AfterEach
  void stop() throws IOException {
    executor.shutdownNow();
    clusters.known().forEach(Cluster::stop);
    one.close();
    two.close();
  }

  @Test
  void aServerWithATopologyIsAClusterNode() throws IOException {
    one.on("CLUSTER SLOTS", RespServer.slots(one, two));
    Clusters.Probe probe = probe(one);

    assertEquals(ServerNature.CLUSTER, probe.nature());
    assertEquals(one.address(), probe.cluster().slots().owner(0).address());
    assertEquals(two.address(), probe.cluster().slots().owner(16383).address());
    assertEquals(HashSlot.COUNT, probe.cluster().slots().covered());
  }

  @Test
  void nodesThatReplyWithOtherIdsThanTheTopologyNamesAreNotChecked() throws IOException {
    one.on("CLUSTER SLOTS", RespServer.slots(one, two)).on("CLUSTER MYID", "+of-another-kind");
    Cluster cluster = probe(one).cluster();
    Node node = cluster.node(one.address());

    assertEquals(one.id(), node.id());
    assertTrue(node.isVerified());
    assertTrue(cluster.connections(node).pool(identity).take("a").isHeldBy("a"));
  }

  @Test
  void twoNodesOfAClusterGiveOneCluster() throws IOException {
    one.on("CLUSTER SLOTS", RespServer.slots(one, two));
    two.on("CLUSTER SLOTS", RespServer.slots(one, two));

    assertSame(probe(one).cluster(), probe(two).cluster());
  }

  @Test
  void twoClustersAreKeptSeparate() throws IOException {
    one.on("CLUSTER SLOTS", RespServer.slots(one));
    two.on("CLUSTER SLOTS", RespServer.slots(two));

    assertNotSame(probe(one).cluster(), probe(two).cluster());
  }

  @Test
  void aTopologyWithoutSlotsMakesNoCluster() throws IOException {
    one.on("CLUSTER SLOTS", "*0");
    Clusters.Probe probe = probe(one);

    assertEquals(ServerNature.UNKNOWN, probe.nature());
    assertTrue(probe.isWithoutSlots());
    assertEquals(List.of(), List.copyOf(clusters.known()));
  }

  /** A cluster names other addresses to clients with TLS: it has not moved. */
  @Test
  void twoAddressesOfTheSameNodeGiveTwoClustersWhileBothReply() throws IOException {
    one.on("CLUSTER SLOTS", RespServer.slots(one));
    String twosSlots = RespServer.slots(two).replace(two.id(), one.id());
    two.on("CLUSTER SLOTS", twosSlots).on("CLUSTER MYID", "+" + one.id());

    assertNotSame(probe(one).cluster(), probe(two).cluster());
  }

  @Test
  void aNodeAtAnotherAddressBelongsToItsClusterWhenItLeftTheFormerOne() throws IOException {
    one.on("CLUSTER SLOTS", RespServer.slots(one));
    String twosSlots = RespServer.slots(two).replace(two.id(), one.id());
    two.on("CLUSTER SLOTS", twosSlots).on("CLUSTER MYID", "+" + one.id());
    Cluster cluster = probe(one).cluster();
    one.close();

    assertSame(cluster, probe(two).cluster());
    assertEquals(two.address(), cluster.slots().owner(0).address());
  }

  @Test
  void aClusterThatIsForgottenWhileAProbeFindsItMovedIsNotUsed() throws Exception {
    one.on("CLUSTER SLOTS", RespServer.slots(one));
    two.on("CLUSTER SLOTS", RespServer.slots(two).replace(two.id(), one.id()));
    Cluster former = probe(one).cluster();
    one.on("CLUSTER SLOTS", RespServer.SILENCE);
    while (!one.unread().isEmpty()) {
      one.next();
    }
    Future<Cluster> found = executor.submit(() -> probe(two).cluster());
    assertEquals("CLUSTER SLOTS", one.next(), "the probe waits for the former address");
    try (RespServer successor = new RespServer()) {
      successor.on("CLUSTER SLOTS", RespServer.slots(successor));
      former.topology().notFound(former.topology().latest(), true, false);
      probe(successor);
    }

    assertFalse(clusters.known().contains(former));
    assertTrue(clusters.known().contains(found.get()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "-ERR This instance has cluster support disabled | PLAIN",
        "-ERR command is not allowed | PLAIN",
        "-ERR Cluster mode is not enabled | PLAIN",
        "-Unsupported operation: cluster | PLAIN",
        "+OK | PLAIN",
        "$-1 | PLAIN",
        "-NOAUTH Authentication required. | UNKNOWN",
        "-LOADING Redis is loading the dataset in memory | UNKNOWN",
        "-ERR max number of clients reached | UNKNOWN",
      })
  void aServerThatIsNotPartOfAClusterHasNone(String reply, ServerNature nature) throws IOException {
    one.on("CLUSTER SLOTS", reply);
    Clusters.Probe probe = probe(one);

    assertEquals(nature, probe.nature());
    assertNull(probe.cluster());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "-NOPERM User x has no permissions      | standalone | PLAIN",
        "-ERR unknown command 'CLUSTER'         | standalone | PLAIN",
        "-ERR unknown command 'CLUSTER'         |            | PLAIN",
        "-NOPERM User x has no permissions      |            | UNKNOWN",
      })
  void aRefusalThatANodeCanSendIsFollowedByHelloAndReadonly(
      String reply, String mode, ServerNature nature) throws Exception {
    replyToModeCommands(mode, "-NOPERM User x has no permissions to run the 'readonly' command");
    one.on("CLUSTER SLOTS", reply);
    Clusters.Probe probe = probe(one);

    assertEquals(nature, probe.nature());
    assertNull(probe.cluster());
    assertEquals(List.of("CLUSTER SLOTS", "HELLO 2", "READONLY"), one.unread());
    assertEquals(1, one.accepted());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-NOPERM User x has no permissions to run the 'cluster|slots' command",
        "-ERR unknown command 'CLUSTER'",
      })
  void aClusterThatHidesItsTopologyIsLearnedFromRedirections(String reply) throws Exception {
    replyToModeCommands("cluster", "+OK");
    one.on("CLUSTER SLOTS", reply);
    Clusters.Probe probe = probe(one);
    assertEquals(ServerNature.CLUSTER, probe.nature());
    Cluster cluster = probe.cluster();
    assertEquals(reply.substring(1), cluster.denial());
    assertEquals(List.of("CLUSTER SLOTS", "HELLO 2", "READONLY"), one.unread());
    assertSame(cluster.node(two.address()), cluster.slotMoved(5, two.address()));

    assertEquals(two.address(), cluster.slots().owner(5).address());
    assertEquals(1, cluster.slots().covered());
    assertEquals(3, one.unread().size());
    assertEquals(List.of(), two.unread());
  }

  /** A redirection proves the cluster. The node's reply after it only determines whether the agent asks again. */
  @Test
  void aNodeThatRedirectsWhileItLoadsGivesItsTopologyLater() throws Exception {
    Cluster cluster = clusters.clusterOfRedirectingNode(
        new ErrorReply("LOADING Redis is loading"), one.address(), identity);
    assertNull(cluster.denial());
    cluster.trustedNode(one.address());
    one.on("CLUSTER SLOTS", RespServer.slots(one, two));
    cluster.slotMoved(5, two.address());

    assertEquals("CLUSTER SLOTS", one.next());
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
    while (cluster.slots().covered() < HashSlot.COUNT && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
    assertEquals(HashSlot.COUNT, cluster.slots().covered());
    cluster.stop();
  }

  /** Nothing has named this node but a redirection: it may belong to any cluster. */
  @Test
  void theFirstTopologyOfAnUntrustedNodeIsNotUsed() throws Exception {
    Cluster cluster = clusters.clusterOfRedirectingNode(null, one.address(), identity);
    two.on("CLUSTER SLOTS", RespServer.slots(two));
    cluster.slotMoved(5, two.address());

    assertEquals("CLUSTER SLOTS", two.next());
    cluster.requestRefresh();
    assertEquals("CLUSTER SLOTS", two.next(), "so the first reply has been processed");
    assertEquals(1, cluster.slots().covered());
    cluster.stop();
  }

  private void replyToModeCommands(String mode, String readOnly) {
    one.on("HELLO 2", mode == null ? "-ERR unknown command" : "*2\r\n+mode\r\n+" + mode)
        .on("READONLY", readOnly);
  }

  @Test
  void aProbeTakesOneConnectionOneHandshakeAndOneCommand() throws Exception {
    one.on("CLUSTER SLOTS", "-ERR This instance has cluster support disabled");
    Handshake login = Handshake.NONE.with(Step.AUTH, Resp.command("AUTH", "secret"));
    clusters.probe(one.address(), one.address(), identity.with(login), 1000);

    assertEquals("AUTH secret", one.next());
    assertEquals("CLUSTER SLOTS", one.next());
    assertEquals(List.of(), one.unread());
    assertEquals(1, one.accepted());
  }

  @Test
  void aServerThatDoesNotAnswerEndsTheProbe() {
    one.on("CLUSTER SLOTS", RespServer.SILENCE);
    assertThrows(
        IOException.class, () -> clusters.probe(one.address(), one.address(), identity, 50));
    one.on("CLUSTER SLOTS", RespServer.CLOSE);
    assertThrows(
        IOException.class, () -> clusters.probe(one.address(), one.address(), identity, 1000));
  }

  private Clusters.Probe probe(RespServer server) throws IOException {
    return clusters.probe(server.address(), server.address(), identity, 10_000);
  }
}
