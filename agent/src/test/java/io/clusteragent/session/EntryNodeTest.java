package io.clusteragent.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What happens to commands without a key when the entry node is lost. */
class EntryNodeTest extends ThreeNodes {
  @BeforeEach
  void prepare() throws IOException {
    application.call("GET a");
  }

  @Test
  void aPingFindsALiveNode() throws IOException {
    first.stop();

    assertEquals("+PONG", application.call("PING"));
    assertEquals("+PONG", application.call("PING"));
    assertEquals(List.of("PING", "PING"), receivedByOthers("PING"));
  }

  @Test
  void afterAConnectionWasKilledItsOwnNodeComesFirst() throws IOException {
    for (int round = 0; round < 5; round++) {
      first.reset();
      first.closeConnections();

      assertEquals("+PONG", application.call("PING"));
      assertEquals("$1 x", application.call("ECHO x"));
      assertEquals(List.of("PING", "ECHO x"), first.received());
    }
    assertEquals(List.of(), receivedByOthers("PING"));
  }

  /** Each denial is written into the ACL LOG of the node. */
  @Test
  void aNodeThatDeniesItsIdIsNotAskedAgain() throws IOException {
    cluster.nodes.forEach(node -> node.replyToMyId("-NOPERM no permissions to run it\r\n"));
    int before = first.idRequests();
    int before3 = third.idRequests();
    for (int round = 0; round < 5; round++) {
      third.closeConnections();
      cluster.agentView().connectionLost(); // so that the agent checks the nodes' ids
      try (Application fresh = cluster.connect(first)) {
        fresh.call("AUTH secret");
        assertEquals("$-1", fresh.call("GET a"));
        assertEquals("$-1", fresh.call("GET b"));
      }
    }
    assertTrue(first.idRequests() - before <= 2, "once with and once without the password");
    assertTrue(third.idRequests() - before3 <= 2, () -> "" + third.idRequests());
  }

  @Test
  void aNodeThatDoesNotReplyIsAbandonedAfterTheTimeout() throws IOException {
    application.timeout(100);
    first.noReplyTo("PING");

    assertEquals("+PONG", application.call("PING"));
    assertFalse(application.socket.isClosed());
  }

  @Test
  void anUnsentCommandGoesElsewhereEvenIfItMayNotBeRepeated() throws IOException {
    loseFirstWhileConnected();
    second.replyTo("PUBLISH", ":1");
    third.replyTo("PUBLISH", ":1");

    assertEquals(":1", application.call("PUBLISH channel message"));
    assertEquals(1, receivedByOthers("PUBLISH").size());
  }

  @Test
  void aCommandAboutTheNodeItselfNeverGoesToAnother() throws IOException {
    loseFirstWhileConnected();
    application.send("SHUTDOWN NOSAVE");

    assertThrows(IOException.class, () -> fail("the reply is " + application.reply()));
    assertEquals(List.of(), receivedByOthers("SHUTDOWN"));
  }

  @Test
  void theOtherNodeGetsTheHandshake() throws IOException {
    application.call("AUTH secret");
    application.call("CLIENT SETNAME service");
    first.stop();

    assertEquals("+PONG", application.call("PING"));
    FakeNode other = second.received().contains("PING") ? second : third;
    assertTrue(
        other.conversations().stream()
            .anyMatch(c -> c.handshake().equals(List.of("AUTH secret", "CLIENT SETNAME service"))),
        () -> "" + other.received());
  }

  @Test
  void aHandshakeCommandOnALostConnectionIsRepeatedElsewhere() throws IOException {
    first.stop();

    assertEquals("+OK", application.call("SELECT 0"));
    assertEquals("+OK", application.call("CLIENT SETNAME service"));
    assertEquals("+PONG", application.call("PING"));
    // The topology refresh may send the same commands, on a separate connection.
    assertEquals(
        List.of("SELECT 0", "CLIENT SETNAME service", "PING"),
        receivedByOthers("").stream().distinct().toList());
  }

  @Test
  void repliesToAPipelineOverTheLostNodeArriveInOrder() throws IOException {
    first.stop();
    application.send("PING 1", "SET a 5", "PING 2", "GET a", "ECHO 3");

    assertEquals("$1 1", application.reply());
    assertEquals("+OK", application.reply());
    assertEquals("$1 2", application.reply());
    assertEquals("$1 5", application.reply());
    assertEquals("$1 3", application.reply());
  }

  @Test
  void aTransactionWithoutAKeyRunsElsewhere() throws IOException {
    loseFirstWhileConnected();
    application.send("MULTI", "PING", "EXEC");

    assertEquals("+OK", application.reply());
    assertEquals("+QUEUED", application.reply());
    assertEquals("*1 +PONG", application.reply());
  }

  @Test
  void withClientSideCachingTheLossIsReportedToTheApplication() throws IOException {
    application.call("CLIENT TRACKING ON");
    first.closeConnections();
    application.send("PING");

    assertThrows(IOException.class, () -> fail("the reply is " + application.reply()));
  }

  @Test
  void withoutAnyNodeTheLossIsReportedAfterTheDeadline() throws IOException {
    application.timeout(100); // the deadline is five times the timeout
    cluster.nodes.forEach(FakeNode::stop);
    long start = System.nanoTime();
    application.send("PING");

    assertThrows(IOException.class, () -> fail("the reply is " + application.reply()));
    long millis = (System.nanoTime() - start) / 1_000_000;
    assertTrue(millis >= 400 && millis < 3000, millis + " ms");
  }

  @Test
  void aNewConnectionToANodeThatHangsUsesAnotherNode() throws IOException {
    cluster.agentView().connectionLost(); // so that the agent checks the node's id
    first.hang();

    try (Application fresh = cluster.connect(first)) {
      fresh.timeout(300);
      assertEquals("$-1", fresh.call("GET a"));
      assertEquals("+PONG", fresh.call("PING"));
    }
  }

  @Test
  void aNewConnectionToANodeKnownToHangIsNotDelayed() throws IOException {
    first.hang();
    application.timeout(100);
    assertEquals("+PONG", application.call("PING"));

    try (Application fresh = cluster.connect(first)) {
      fresh.timeout(20_000);
      long start = System.nanoTime();
      assertEquals("+OK", fresh.call("CLIENT SETNAME x"));
      assertEquals("$-1", fresh.call("GET a"));
      assertTrue(
          System.nanoTime() - start < 10_000_000_000L, "the application waited for the node");
    }
  }

  @Test
  void aNewConnectionToANodeThatAcceptsNoMoreClientsUsesAnotherNode() throws IOException {
    cluster.agentView().connectionLost(); // so that the agent checks the node's id
    first.replyToMyId("-ERR max number of clients reached\r\n");

    try (Application fresh = cluster.connect(first)) {
      assertEquals("+PONG", fresh.call("PING"));
      assertEquals(List.of("PING"), receivedByOthers("PING"));
      assertFalse(cluster.agentView().knownNode(first.address()).isSuspect(), "it answers");
    }
  }

  /** Stops the node and makes writes to it fail: later commands are certainly not sent. */
  private void loseFirstWhileConnected() throws IOException {
    first.stop();
    cluster.failWritesTo(first);
  }

  private List<String> receivedByOthers(String start) {
    List<String> received = new ArrayList<>(second.received());
    received.addAll(third.received());
    return received.stream()
        .filter(c -> c.startsWith(start) && !c.equals("GET a"))
        .toList();
  }
}
