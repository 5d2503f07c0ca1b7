package io.clusteragent.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of the commands without a key when the application's own node is lost. */
class EntryNodeTest {
  private FakeCluster cluster;
  private FakeNode first;
  private FakeNode second;
  private FakeNode third;
  private Application application;

  @BeforeEach
  void start() throws IOException {
    cluster = new FakeCluster(3);
    first = cluster.nodes.get(0);
    second = cluster.nodes.get(1);
    third = cluster.nodes.get(2);
    application = cluster.connect(first);
    application.ask("GET a");
  }

  @AfterEach
  void stop() throws IOException {
    application.close();
    cluster.close();
  }

  @Test
  void aPingFindsALiveNode() throws IOException {
    first.stop();

    assertEquals("+PONG", application.ask("PING"));
    assertEquals("+PONG", application.ask("PING"));
    assertEquals(List.of("PING", "PING"), receivedByOthers("PING"));
  }

  @Test
  void aNodeThatDoesNotAnswerIsLeftAfterTheTimeout() throws IOException {
    application.timeout(100);
    first.silent("PING");

    assertEquals("+PONG", application.ask("PING"));
    assertFalse(application.socket.isClosed());
  }

  @Test
  void aCommandThatNeverLeftGoesElsewhereThoughItMayNotBeRepeated() throws IOException {
    loseFirstUnderTheApplication();
    second.answer("PUBLISH", ":1");
    third.answer("PUBLISH", ":1");

    assertEquals(":1", application.ask("PUBLISH channel message"));
    assertEquals(1, receivedByOthers("PUBLISH").size());
  }

  @Test
  void aCommandAboutTheNodeItselfNeverGoesToAnother() throws IOException {
    loseFirstUnderTheApplication();
    application.say("SHUTDOWN NOSAVE");

    assertThrows(IOException.class, () -> fail("the reply is " + application.reply()));
    assertEquals(List.of(), receivedByOthers("SHUTDOWN"));
  }

  @Test
  void theOtherNodeIsToldAllThatWasSaidBefore() throws IOException {
    application.ask("AUTH secret");
    application.ask("CLIENT SETNAME service");
    first.stop();

    assertEquals("+PONG", application.ask("PING"));
    FakeNode other = second.received().contains("PING") ? second : third;
    assertTrue(
        other.conversations().stream()
            .anyMatch(c -> c.handshake().equals(List.of("AUTH secret", "CLIENT SETNAME service"))),
        () -> "" + other.received());
  }

  @Test
  void aHandshakeCommandOnALostConnectionIsRepeatedElsewhere() throws IOException {
    first.stop();

    assertEquals("+OK", application.ask("SELECT 0"));
    assertEquals("+OK", application.ask("CLIENT SETNAME service"));
    assertEquals("+PONG", application.ask("PING"));
    // The topology refresh may say the same, on a connection of its own.
    assertEquals(
        List.of("SELECT 0", "CLIENT SETNAME service", "PING"),
        receivedByOthers("").stream().distinct().toList());
  }

  @Test
  void repliesOfAPipelineOverTheLostNodeComeInOrder() throws IOException {
    first.stop();
    application.say("PING 1", "SET a 5", "PING 2", "GET a", "ECHO 3");

    assertEquals("$1 1", application.reply());
    assertEquals("+OK", application.reply());
    assertEquals("$1 2", application.reply());
    assertEquals("$1 5", application.reply());
    assertEquals("$1 3", application.reply());
  }

  @Test
  void aTransactionWithoutAKeyRunsElsewhere() throws IOException {
    loseFirstUnderTheApplication();
    application.say("MULTI", "PING", "EXEC");

    assertEquals("+OK", application.reply());
    assertEquals("+QUEUED", application.reply());
    assertEquals("*1 +PONG", application.reply());
  }

  @Test
  void withClientSideCachingTheLossIsTheApplicationsToNotice() throws IOException {
    application.ask("CLIENT TRACKING ON");
    first.hangUp();
    application.say("PING");

    assertThrows(IOException.class, () -> fail("the reply is " + application.reply()));
  }

  @Test
  void whenNoNodeIsLeftTheLossIsToldAfterTheDeadline() throws IOException {
    application.timeout(100); // the deadline is five times that
    cluster.nodes.forEach(FakeNode::stop);
    long start = System.nanoTime();
    application.say("PING");

    assertThrows(IOException.class, () -> fail("the reply is " + application.reply()));
    long millis = (System.nanoTime() - start) / 1_000_000;
    assertTrue(millis >= 400 && millis < 3000, millis + " ms");
  }

  @Test
  void aNewConnectionToANodeThatHangsIsLedElsewhere() throws IOException {
    cluster.known().connectionLost(); // so that the node is asked who it is
    first.hang();

    try (Application fresh = cluster.connect(first)) {
      fresh.timeout(300);
      assertEquals("$-1", fresh.ask("GET a"));
      assertEquals("+PONG", fresh.ask("PING"));
    }
  }

  @Test
  void aNewConnectionToANodeKnownToHangIsNotHeldUp() throws IOException {
    first.hang();
    application.timeout(100);
    assertEquals("+PONG", application.ask("PING"));

    try (Application fresh = cluster.connect(first)) {
      fresh.timeout(20_000);
      long start = System.nanoTime();
      assertEquals("+OK", fresh.ask("CLIENT SETNAME x"));
      assertEquals("$-1", fresh.ask("GET a"));
      assertTrue(System.nanoTime() - start < 10_000_000_000L, "it waited for the node");
    }
  }

  /** The own connection is found to be closed by a write, so that what follows has never left. */
  private void loseFirstUnderTheApplication() throws IOException {
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
