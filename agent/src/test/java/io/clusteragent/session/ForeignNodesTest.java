package io.clusteragent.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.clusteragent.cluster.view.Cluster;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Another process has a node's address: the agent detects it by its id and sends it no command. */
class ForeignNodesTest {
  private FakeCluster cluster;
  private FakeNode first;
  private FakeNode third;

  @BeforeEach
  void start() throws IOException {
    cluster = new FakeCluster(3);
    first = cluster.nodes.get(0);
    third = cluster.nodes.get(2);
    try (Application application = cluster.connect(first)) {
      application.call("SET a 1");
      application.call("SET b 1");
      application.call("SET c 1");
    }
    cluster.nodes.forEach(FakeNode::reset);
  }

  @AfterEach
  void stop() {
    cluster.close();
  }

  @Test
  void aNodeConnectionIsCheckedBeforeItsFirstCommand() throws IOException {
    third.becomeForeign();
    try (Application application = cluster.connect(first)) {
      application.timeout(100); // the deadline is five times the timeout
      application.send("SET a 5");
      IOException failure =
          assertThrows(IOException.class, () -> fail("the reply is " + application.reply()));
      assertTrue(failure.getMessage().contains("is not the node"), failure.getMessage());
    }
    try (Application application = cluster.connect(first)) {
      assertEquals("$1 1", application.call("GET c"));
    }
    assertEquals(List.of(), third.received());
  }

  @Test
  void theEntryConnectionIsCheckedToo() throws Exception {
    first.becomeForeign();
    awaitEndOfTrust();
    try (Application application = cluster.connect(first)) {
      assertEquals("+PONG", application.call("PING"));
      assertEquals(":2", application.call("INCR a"));
      application.timeout(100);
      application.send("INCR b");
      assertThrows(IOException.class, () -> fail("the reply is " + application.reply()));
    }
    assertEquals(List.of(), first.received());
  }

  @Test
  void aForeignNodeGetsOnlyTheHandshakeOfTheEntryConnection() throws Exception {
    first.becomeForeign();
    awaitEndOfTrust();
    try (Application application = cluster.connect(first)) {
      assertEquals("+OK", application.call("CLIENT SETNAME service"));
      application.send("SET a 5", "PING", "GET a");
      assertEquals("+OK", application.reply());
      assertEquals("+PONG", application.reply());
      assertEquals("$1 5", application.reply());
    }
    assertEquals(List.of("CLIENT SETNAME service"), first.received());
  }

  @Test
  void aNodeThatWasReplacedAtItsAddressIsUsedOnceTheClusterNamesItsSuccessor() throws IOException {
    try (Application application = cluster.connect(first)) {
      third.id("successor");
      third.closeConnections();

      assertEquals("+OK", application.call("SET a 5"));
    }
    assertEquals("successor", cluster.agentView().node(third.address()).id());
  }

  @Test
  void connectionsToANodeAreClosedWhenTheClusterNamesAnotherAtItsAddress() throws IOException {
    try (Application application = cluster.connect(first)) {
      int accepted = third.sessionConnections();
      third.id("successor"); // the old connections stay open, as with CLUSTER RESET HARD
      cluster.agentView().requestRefresh();
      Await.until("they are closed", () -> third.conversations().isEmpty());

      assertEquals(":2", application.call("INCR a"));
      assertEquals(accepted + 1, third.sessionConnections());
    }
  }

  /** A node that was removed restarts with an old nodes.conf, or another cluster was made of a copy of it. */
  @Test
  void anOldTopologyOfARefutedServerIsNotUsedWhileMembersReply() throws Exception {
    String current = third.topology().reply();
    cluster.nodes.forEach(node -> node.topology(() -> {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200)); // no later refresh hides a mistake
      return current;
    }));
    first.topology(() -> Wire.array(List.of(Wire.array(List.of(
        Wire.integer(0),
        Wire.integer(16383),
        member(first, "former"),
        member(third, third.id()))))));
    first.id("former");
    first.closeConnections();
    awaitEndOfTrust();
    try (Application application = cluster.connect(first)) {
      assertEquals("+PONG", application.call("PING"));
      assertEquals(":2", application.call("INCR a"));
    }
    assertEquals(List.of(), first.received());
  }

  private static String member(FakeNode node, String id) {
    return Wire.array(List.of(
        Wire.bulk(node.address().host()), Wire.integer(node.address().port()), Wire.bulk(id)));
  }

  @Test
  void aClusterWhoseNodesAreAllReplacedIsForgotten() {
    replaceAllNodes();
    awaitSuccessor();
  }

  /** The cluster of an address that no application connects to any more is collected too, with its large slot maps. */
  @Test
  void aForgottenClusterIsGarbageCollected() throws IOException {
    WeakReference<Cluster> forgotten =
        new WeakReference<>(cluster.endpoints.clusters().known().iterator().next());
    callOnceAt(third);
    replaceAllNodes();
    awaitSuccessor();

    Await.until("it is garbage", () -> {
      System.gc();
      return forgotten.get() == null;
    });
  }

  private void callOnceAt(FakeNode node) throws IOException {
    try (Application application = cluster.connect(node)) {
      assertEquals("$1 1", application.call("GET a"));
    }
  }

  private void replaceAllNodes() {
    cluster.nodes.forEach(node -> node.id("new-" + node.address().port()));
    cluster.nodes.forEach(FakeNode::closeConnections);
  }

  private void awaitSuccessor() {
    Await.until("the application's next connections find the new cluster", () -> {
      try (Application application = cluster.connect(first)) {
        application.timeout(100);
        return application.call("SET a 2").equals("+OK")
            && application.call("SET b 2").equals("+OK");
      } catch (IOException e) {
        return false;
      }
    });
  }

  /** Waits until the agent checks the node again: it trusts a checked node for a second unless a connection broke. */
  private void awaitEndOfTrust() {
    Await.until(
        "the node is no longer trusted",
        () -> !cluster.agentView().node(first.address()).isVerified());
  }
}
