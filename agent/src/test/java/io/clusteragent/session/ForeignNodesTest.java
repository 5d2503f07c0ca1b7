package io.clusteragent.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.clusteragent.cluster.view.Cluster;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Another process took over the address of a node: known by its id, it gets no command. */
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
      application.ask("SET a 1");
      application.ask("SET b 1");
      application.ask("SET c 1");
    }
    cluster.nodes.forEach(FakeNode::forget);
  }

  @AfterEach
  void stop() {
    cluster.close();
  }

  @Test
  void aNodeConnectionIsAskedBeforeItsFirstCommand() throws IOException {
    third.becomeForeign();
    try (Application application = cluster.connect(first)) {
      application.timeout(100); // the deadline is five times that
      application.say("SET a 5");
      IOException failure =
          assertThrows(IOException.class, () -> fail("the reply is " + application.reply()));
      assertTrue(failure.getMessage().contains("is not the node"), failure.getMessage());
    }
    try (Application application = cluster.connect(first)) {
      assertEquals("$1 1", application.ask("GET c"));
    }
    assertEquals(List.of(), third.received());
  }

  @Test
  void theOwnConnectionIsAskedToo() throws Exception {
    first.becomeForeign();
    awaitMistrust();
    try (Application application = cluster.connect(first)) {
      assertEquals("+PONG", application.ask("PING"));
      assertEquals(":2", application.ask("INCR a"));
      application.timeout(100);
      application.say("INCR b");
      assertThrows(IOException.class, () -> fail("the reply is " + application.reply()));
    }
    assertEquals(List.of(), first.received());
  }

  @Test
  void ofTheOwnConnectionTheHandshakeAloneArrives() throws Exception {
    first.becomeForeign();
    awaitMistrust();
    try (Application application = cluster.connect(first)) {
      assertEquals("+OK", application.ask("CLIENT SETNAME service"));
      application.say("SET a 5", "PING", "GET a");
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
      third.hangUp();

      assertEquals("+OK", application.ask("SET a 5"));
    }
    assertEquals("successor", cluster.known().node(third.address()).id());
  }

  @Test
  void connectionsToANodeEndWhenTheClusterNamesAnotherThere() throws IOException {
    try (Application application = cluster.connect(first)) {
      int accepted = third.accepted();
      third.id("successor"); // its old connections are open, as with CLUSTER RESET HARD
      cluster.known().requestRefresh();
      Await.until("they are closed", () -> third.conversations().isEmpty());

      assertEquals(":2", application.ask("INCR a"));
      assertEquals(accepted + 1, third.accepted());
    }
  }

  @Test
  void aClusterOfWhichNothingIsLeftIsForgotten() {
    replaceAllNodes();
    awaitSuccessor();
  }

  /** Even of an address that nobody connects to any more, and though its slot maps are large. */
  @Test
  void nothingKeepsAForgottenCluster() throws IOException {
    WeakReference<Cluster> forgotten =
        new WeakReference<>(cluster.endpoints.clusters().known().iterator().next());
    askOnceAt(third);
    replaceAllNodes();
    awaitSuccessor();

    Await.until("it is garbage", () -> {
      System.gc();
      return forgotten.get() == null;
    });
  }

  private void askOnceAt(FakeNode node) throws IOException {
    try (Application application = cluster.connect(node)) {
      assertEquals("$1 1", application.ask("GET a"));
    }
  }

  private void replaceAllNodes() {
    cluster.nodes.forEach(node -> node.id("new-" + node.address().port()));
    cluster.nodes.forEach(FakeNode::hangUp);
  }

  private void awaitSuccessor() {
    Await.until("the application's next connections find the new cluster", () -> {
      try (Application application = cluster.connect(first)) {
        application.timeout(100);
        return application.ask("SET a 2").equals("+OK")
            && application.ask("SET b 2").equals("+OK");
      } catch (IOException e) {
        return false;
      }
    });
  }

  /** A node that was seen within the last second is trusted until something breaks. */
  private void awaitMistrust() {
    Await.until(
        "the node is no longer trusted",
        () -> !cluster.known().node(first.address()).isVerified());
  }
}
