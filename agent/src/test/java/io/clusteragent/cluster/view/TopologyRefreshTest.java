package io.clusteragent.cluster.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clusteragent.cluster.RespServer;
import io.clusteragent.cluster.connection.ConnectionProfile;
import io.clusteragent.cluster.connection.Handshake;
import io.clusteragent.cluster.connection.Handshake.Step;
import io.clusteragent.cluster.connection.NodeConnection;
import io.clusteragent.metrics.Count;
import io.clusteragent.protocol.ReplyParser;
import io.clusteragent.protocol.Resp;
import io.clusteragent.session.Await;
import java.io.IOException;
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
  void aRedirectionPatchesItsSlotAtOnceAndRefreshesTheRest() {
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
    one.on(
        "CLUSTER SLOTS",
        RespServer.SILENCE); // the refresh is under way for as long as the test looks
    ExecutorService sessions = Executors.newFixedThreadPool(8);
    for (int i = 0; i < 1000; i++) {
      sessions.execute(cluster::requestRefresh);
    }
    sessions.shutdown();
    assertTrue(sessions.awaitTermination(10, TimeUnit.SECONDS));

    assertEquals("CLUSTER SLOTS", one.next());
    assertEquals(List.of(), one.rest());
  }

  @Test
  void refreshesKeepTheirDistance() throws Exception {
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
  void aNodeThatLeftIsNotAskedWhileTheOthersAnswer() throws Exception {
    one.on("CLUSTER SLOTS", RespServer.slots(two));
    two.on("CLUSTER SLOTS", RespServer.slots(two));
    cluster.requestRefresh();
    assertEquals("CLUSTER SLOTS", one.next());
    Await.until(
        "the node is known to have left",
        () -> cluster.slots().owner(0).address().equals(two.address()));
    one.on("CLUSTER SLOTS", RespServer.slots(one)); // as it remembers

    for (int i = 0; i < 5; i++) {
      cluster.requestRefresh();
      assertEquals("CLUSTER SLOTS", two.next());
    }
    assertEquals(List.of(), one.rest());
    assertEquals(two.address(), cluster.slots().owner(0).address());
  }

  @Test
  void aTopologyWithoutSlotsChangesNothing() throws Exception {
    one.on("CLUSTER SLOTS", "*0");
    cluster.requestRefresh();
    assertEquals("CLUSTER SLOTS", one.next());
    cluster
        .requestRefresh(); // served by the same thread: when it is asked, the first answer has been
    // dealt with
    assertEquals("CLUSTER SLOTS", one.next());

    assertEquals(one.address(), cluster.slots().owner(0).address());
  }

  @Test
  void theRefreshOutlivesAnAnswerThatMakesNoSense() throws Exception {
    one.on("CLUSTER SLOTS", "garbage");
    cluster.requestRefresh();
    assertEquals("CLUSTER SLOTS", one.next());
    one.on("CLUSTER SLOTS", RespServer.slots(two));
    cluster.requestRefresh();

    Await.until(
        "the next answer is taken", () -> cluster.slots().owner(0).address().equals(two.address()));
  }

  @Test
  void aSuspectNodeIsAbandonedOnceTheClusterHasReplacedIt() throws Exception {
    NodeConnection held = connectionToTheSecond();
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
  void aReplacedNodeThatNobodySuspectedIsAskedFirst() throws Exception {
    NodeConnection held = connectionToTheSecond();
    two.on("PING", RespServer.HANG_UP);
    two.on("CLUSTER SLOTS", RespServer.slots(one));
    one.on("CLUSTER SLOTS", RespServer.slots(one));
    cluster.requestRefresh();

    assertThrows(IOException.class, () -> held.input().fill(0));
  }

  @Test
  void aMasterThatHandedOverItsSlotsFinishesWhatItWasAsked() throws Exception {
    NodeConnection held = connectionToTheSecond();
    two.on("CLUSTER SLOTS", RespServer.slots(one));
    one.on("CLUSTER SLOTS", RespServer.slots(one));
    cluster.requestRefresh();
    while (!two.next().equals("PING")) {
      // until the node is asked whether it is alive
    }
    cluster.requestRefresh();
    one.next();

    assertEquals("OK", ReplyParser.text(held.ask(Resp.command("SET", "a", "b"), 5000)));
  }

  @Test
  void theClusterIsAskedOftenWhileANodeIsSuspect() throws Exception {
    cluster.node(two.address()).suspect();

    for (int i = 0; i < 4; i++) {
      assertEquals("CLUSTER SLOTS", one.next());
    }
  }

  private NodeConnection connectionToTheSecond() throws Exception {
    one.on("CLUSTER SLOTS", RespServer.slots(one, two));
    two.on("CLUSTER SLOTS", RespServer.slots(one, two));
    cluster.requestRefresh();
    Await.until("both nodes are known", () -> cluster.slots().masters().size() == 2);
    return cluster.connections(cluster.node(two.address())).pool(identity).take("a session");
  }

  @Test
  void theClustersQuestionsAreAskedUnderTheNewIdentity() throws Exception {
    cluster.identity(
        identity.with(Handshake.NONE.with(Step.AUTH, Resp.command("AUTH", "rotated"))));
    cluster.requestRefresh();

    assertEquals("AUTH rotated", one.next());
    assertEquals("CLUSTER SLOTS", one.next());
  }

  @Test
  void aNodeThatLeftIsForgottenOnceNobodyUsesIt() throws Exception {
    NodeConnection used =
        cluster.connections(cluster.node(two.address())).pool(identity).take(this);
    assertEquals(2, cluster.nodes().size());
    cluster.topology().forgetDeparted(0);
    assertEquals(2, cluster.nodes().size(), "it is used");
    used.close();

    cluster.topology().forgetDeparted(TimeUnit.MINUTES.toNanos(1));
    assertEquals(2, cluster.nodes().size(), "it may come back");
    cluster.node(two.address()).metrics().add(Count.MOVED);
    cluster.topology().forgetDeparted(0);
    assertEquals(1, cluster.clusterMetrics().count(Count.MOVED), "what it did is not forgotten");
    assertEquals(
        List.of(one.address()), List.of(cluster.nodes().iterator().next().address()));
    assertEquals(1, cluster.nodes().size());
    assertEquals(2, cluster.node(two.address()).index(), "no place in arrays is given twice");
  }
}
