package io.clusteragent.cluster.view;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clusteragent.cluster.RespServer;
import io.clusteragent.cluster.connection.ConnectionProfile;
import io.clusteragent.cluster.connection.Handshake;
import io.clusteragent.cluster.connection.Handshake.Step;
import io.clusteragent.cluster.connection.NodeConnection;
import io.clusteragent.cluster.node.ClientRefusedException;
import io.clusteragent.cluster.node.Node;
import io.clusteragent.cluster.topology.Topology;
import io.clusteragent.cluster.topology.TopologyView;
import io.clusteragent.metrics.Count;
import io.clusteragent.protocol.ErrorReply;
import io.clusteragent.protocol.ReplyParser;
import io.clusteragent.protocol.Resp;
import io.clusteragent.session.Await;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TopologyRefreshTest {

  private final ConnectionProfile identity =
      new ConnectionProfile(RespServer.dialer(), Handshake.NONE);
  private RespServer one;
  private RespServer two;
  private Cluster cluster;

  @BeforeEach
  void start() throws Exception {
    one = new RespServer();
    two = new RespServer();
    one.on("CLUSTER SLOTS", RespServer.slots(one));
    cluster = new Clusters(address -> false, TopologyCache.NONE, Cluster.Watcher.NOBODY)
        .probe(one.address(), one.address(), identity, 1000)
        .cluster();
    assertEquals("CLUSTER SLOTS", one.next());
  }

  @AfterEach
  void stop() throws IOException {
    cluster.stop();
    one.close();
    two.close();
  }

  @Test
  void aRedirectionChangesItsSlotAtOnceAndRefreshesTheRest() {
    one.on("CLUSTER SLOTS", RespServer.slots(one, two));
    two.on("CLUSTER SLOTS", RespServer.slots(one, two));
    cluster.slotMoved(16383, two.address());
    assertEquals(two.address(), cluster.slots().owner(16383).address());

    Await.until(
        "the whole map is refreshed",
        () -> cluster.slots().owner(9000).address().equals(two.address()));
    assertEquals(one.address(), cluster.slots().owner(0).address());
  }

  @Test
  void manyRequestsMakeOneRefresh() throws Exception {
    // The refresh is running for the whole test.
    one.on("CLUSTER SLOTS", RespServer.SILENCE);
    ExecutorService sessions = Executors.newFixedThreadPool(8);
    for (int i = 0; i < 1000; i++) {
      sessions.execute(cluster::requestRefresh);
    }
    sessions.shutdown();
    assertTrue(sessions.awaitTermination(10, TimeUnit.SECONDS));

    assertEquals("CLUSTER SLOTS", one.next());
    assertEquals(List.of(), one.unread());
  }

  @Test
  void refreshesKeepTheirMinimumInterval() throws Exception {
    cluster.requestRefresh();
    one.next();
    long first = System.nanoTime();
    cluster.requestRefresh();
    one.next();
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - first);

    assertTrue(millis >= 80, "the second came " + millis + " ms after the first");
  }

  @Test
  void aNodeThatGivesNoTopologyIsPassedOver() {
    one.on("CLUSTER SLOTS", "-LOADING Redis is loading the dataset in memory");
    two.on("CLUSTER SLOTS", RespServer.slots(two, one));
    cluster.node(two.address());
    cluster.requestRefresh();

    Await.until(
        "the other node is asked", () -> cluster.slots().owner(0).address().equals(two.address()));
  }

  @Test
  void aNodeThatLeftIsNotAskedWhileOtherNodesReply() throws Exception {
    one.on("CLUSTER SLOTS", RespServer.slots(two));
    two.on("CLUSTER SLOTS", RespServer.slots(two));
    cluster.requestRefresh();
    assertEquals("CLUSTER SLOTS", one.next());
    Await.until(
        "the node is known to have left",
        () -> cluster.slots().owner(0).address().equals(two.address()));
    one.on("CLUSTER SLOTS", RespServer.slots(one)); // as the node remembers it

    for (int i = 0; i < 5; i++) {
      cluster.requestRefresh();
      assertEquals("CLUSTER SLOTS", two.next());
    }
    assertEquals(List.of(), one.unread());
    assertEquals(two.address(), cluster.slots().owner(0).address());
  }

  @Test
  void aTopologyWithoutSlotsChangesNothing() throws Exception {
    one.on("CLUSTER SLOTS", "*0");
    cluster.requestRefresh();
    assertEquals("CLUSTER SLOTS", one.next());
    // The same thread runs both refreshes: at the second request, the first reply has been
    // processed.
    cluster.requestRefresh();
    assertEquals("CLUSTER SLOTS", one.next());

    assertEquals(one.address(), cluster.slots().owner(0).address());
  }

  @Test
  void aMalformedReplyDoesNotEndTheRefreshes() throws Exception {
    one.on("CLUSTER SLOTS", "garbage");
    cluster.requestRefresh();
    assertEquals("CLUSTER SLOTS", one.next());
    one.on("CLUSTER SLOTS", RespServer.slots(two));
    cluster.requestRefresh();

    Await.until(
        "the next reply is used", () -> cluster.slots().owner(0).address().equals(two.address()));
  }

  @Test
  void aSuspectNodeIsAbandonedOnceTheClusterHasReplacedIt() throws Exception {
    NodeConnection held = connectionToSecondNode();
    two.on("CLUSTER SLOTS", RespServer.SILENCE);
    held.node().suspect();
    two.on("PING", RespServer.SILENCE);
    one.on("CLUSTER SLOTS", RespServer.slots(one));
    long start = System.nanoTime();

    IOException broken = assertThrows(IOException.class, () -> held.input().fill(0));
    assertEquals(
        "the cluster has replaced node " + two.address() + ", which does not answer",
        broken.getMessage());
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    assertTrue(millis < 1500, () -> "it took " + millis + " ms");
  }

  @Test
  void aReplacedNodeThatIsNotSuspectGetsAPingFirst() throws Exception {
    NodeConnection held = connectionToSecondNode();
    two.on("PING", RespServer.CLOSE);
    two.on("CLUSTER SLOTS", RespServer.slots(one));
    one.on("CLUSTER SLOTS", RespServer.slots(one));
    cluster.requestRefresh();

    assertThrows(IOException.class, () -> held.input().fill(0));
  }

  @Test
  void aMasterThatHandedOverItsSlotsFinishesItsCommands() throws Exception {
    NodeConnection held = connectionToSecondNode();
    two.on("CLUSTER SLOTS", RespServer.slots(one));
    one.on("CLUSTER SLOTS", RespServer.slots(one));
    cluster.requestRefresh();
    while (!two.next().equals("PING")) {
      // until the refresh checks whether the node is alive
    }
    cluster.requestRefresh();
    one.next();

    assertEquals("OK", ReplyParser.text(held.ask(Resp.command("SET", "a", "b"), 5000)));
  }

  @Test
  void theTopologyIsRefreshedOftenWhileAMemberIsSuspect() throws Exception {
    connectionToSecondNode();
    cluster.node(two.address()).suspect();

    for (int i = 0; i < 4; i++) {
      assertEquals("CLUSTER SLOTS", one.next());
    }
    assertEquals(200, SuspectMembers.pauseMillis(cluster.topology()));
  }

  /** The application may go on dialling it. */
  @Test
  void aSuspectNodeThatTheClusterHasReplacedNeedsNoRefresh() throws Exception {
    connectionToSecondNode();
    Node dead = cluster.node(two.address());
    two.close();
    one.on("CLUSTER SLOTS", RespServer.slots(one));
    dead.suspect();
    Await.until("it is replaced", () -> !cluster.members().contains(dead));

    dead.suspect();
    assertEquals(SuspectMembers.NO_REFRESH, SuspectMembers.pauseMillis(cluster.topology()));
  }

  @Test
  void refreshesForASuspectMemberSlowDownAndEnd() {
    assertEquals(200, SuspectMembers.pauseMillis(TimeUnit.SECONDS.toNanos(29)));
    assertEquals(1000, SuspectMembers.pauseMillis(TimeUnit.SECONDS.toNanos(30)));
    assertEquals(1000, SuspectMembers.pauseMillis(TimeUnit.SECONDS.toNanos(299)));
    assertEquals(
        SuspectMembers.NO_REFRESH, SuspectMembers.pauseMillis(TimeUnit.SECONDS.toNanos(300)));
  }

  @Test
  void aNodeIsSuspectFromItsFirstFailureOn() {
    Node node = cluster.node(two.address());
    node.unreachable(new IOException("refused"));
    long first = node.suspectNanos();
    node.suspect();
    node.unreachable(new IOException("refused"));
    assertTrue(node.suspectNanos() > first);
    node.answered();
    assertEquals(0, node.suspectNanos());
  }

  /** The watch is frequent again, then. */
  @Test
  void aNodeThatRefusedClientsBeforeItDiedIsSuspectSinceItDied() {
    Node node = cluster.node(two.address());
    node.unreachable(new ClientRefusedException(node, new ErrorReply("ERR max number of clients")));
    assertEquals(0, node.suspectNanos());
    node.unreachable(new IOException("refused"));

    assertEquals(200, SuspectMembers.pauseMillis(node.suspectNanos()));
  }

  /** The application's own timeout may be none, as that of a subscriber. */
  @Test
  void aNodeThatHangsInTheHandshakeDoesNotEndTheRefreshes() throws Exception {
    two.on("CLUSTER MYID", RespServer.SILENCE);
    cluster.identity(new ConnectionProfile(
        address -> new Socket(address.host(), address.port()), Handshake.NONE));
    one.on("CLUSTER SLOTS", RespServer.slots(one, two));
    cluster.requestRefresh();
    Await.until("both nodes are known", () -> cluster.members().size() == 2);

    Await.until("the node is found to hang", () -> {
      cluster.requestRefresh();
      return cluster.node(two.address()).isSuspect();
    });
    one.unread().forEach(command -> assertDoesNotThrow(one::next));
    cluster.requestRefresh();
    assertEquals("CLUSTER SLOTS", one.next());
  }

  /** Its thread ends, then. */
  @Test
  void aClusterThatIsSilentForLongHasNoTasksUntilItIsUsed() throws Exception {
    ClusterTopology silent = new ClusterTopology(one.address(), true, address -> false, () -> {});
    silent.apply(topologyOfOne());
    NodeConnection session =
        silent.connections(silent.nodes().at(one.address())).pool(identity).take(this);
    assertFalse(silent.isUnused(0), "it answers");
    TopologyView before = silent.latest();
    silent.apply(topologyOfOne());
    silent.notFound(before, true, false);
    assertFalse(silent.isLost(), "a session has found it meanwhile");
    assertFalse(silent.isUnused(0));
    silent.notFound(silent.latest(), false, false);
    assertFalse(silent.isUnused(0), "a session is connected");
    session.close();
    assertTrue(silent.isUnused(0));
    assertFalse(silent.isUnused(TimeUnit.MINUTES.toNanos(5)));
  }

  private Topology topologyOfOne() throws IOException {
    return Topology.of(
        new ReplyParser(new ByteArrayInputStream(
                (RespServer.slots(one) + "\r\n").getBytes(StandardCharsets.UTF_8)))
            .parse(),
        one.address());
  }

  private NodeConnection connectionToSecondNode() throws Exception {
    one.on("CLUSTER SLOTS", RespServer.slots(one, two));
    two.on("CLUSTER SLOTS", RespServer.slots(one, two));
    cluster.requestRefresh();
    Await.until("both nodes are known", () -> cluster.slots().masters().size() == 2);
    return cluster.connections(cluster.node(two.address())).pool(identity).take("a session");
  }

  @Test
  void theAgentsOwnConnectionsUseTheNewProfile() throws Exception {
    cluster.identity(
        identity.with(Handshake.NONE.with(Step.AUTH, Resp.command("AUTH", "rotated"))));
    cluster.requestRefresh();

    assertEquals("AUTH rotated", one.next());
    assertEquals("CLUSTER SLOTS", one.next());
  }

  @Test
  void aNodeThatLeftIsForgottenOnceNoSessionUsesIt() throws Exception {
    NodeConnection used =
        cluster.connections(cluster.node(two.address())).pool(identity).take(this);
    assertEquals(2, cluster.nodes().size());
    cluster.topology().forgetDeparted(0);
    assertEquals(2, cluster.nodes().size(), "a session uses it");
    used.close();

    cluster.topology().forgetDeparted(TimeUnit.MINUTES.toNanos(1));
    assertEquals(2, cluster.nodes().size(), "it may come back");
    cluster.node(two.address()).metrics().add(Count.MOVED);
    cluster.topology().forgetDeparted(0);
    assertEquals(1, cluster.clusterMetrics().count(Count.MOVED), "the node's counts remain");
    assertEquals(
        List.of(one.address()), List.of(cluster.nodes().iterator().next().address()));
    assertEquals(1, cluster.nodes().size());
    assertEquals(2, cluster.node(two.address()).index(), "no index is given twice");
  }
}
