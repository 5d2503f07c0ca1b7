package io.clusteragent.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What happens to a command whose connection breaks: it was refused, never sent, or its outcome is unknown. */
class FailureReporterTest extends ThreeNodes {
  @BeforeEach
  void prepare() throws IOException {
    application.call("SET a 1");
  }

  private IOException failureOf(String command) throws IOException {
    application.send(command);
    return assertThrows(IOException.class, () -> fail("the reply is " + application.reply()));
  }

  private static void assertNames(IOException failure, String command, FakeNode node) {
    assertTrue(failure.getMessage().contains(command), failure.getMessage());
    assertTrue(failure.getMessage().contains(node.toString()), failure.getMessage());
    assertFalse(failure.getMessage().contains("secret"), failure.getMessage());
  }

  @Test
  void aCommandOfUnknownOutcomeIsNotRepeated() throws IOException {
    third.runAndClose("APPEND a");

    assertNames(failureOf("APPEND a secret"), "APPEND", third);
    assertEquals("1secret", cluster.store.get("a"));
  }

  @Test
  void aRepeatableCommandOfUnknownOutcomeIsRepeated() throws IOException {
    third.runAndClose("GET a").runAndClose("SET a");

    assertEquals("$1 1", application.call("GET a"));
    assertEquals("+OK", application.call("SET a 2"));
    assertEquals("2", cluster.store.get("a"));
  }

  @Test
  void aRepeatableCommandIsNotRepeatedEndlessly() throws IOException {
    for (int i = 0; i < 100; i++) {
      third.closeOn("GET a", "");
    }
    application.timeout(100);

    assertNames(failureOf("GET a"), "GET", third);
    cluster.assertAllReleased();
  }

  @Test
  void aTimeoutStaysThatOfTheSocketAndNamesCommandAndNodeBeside() throws IOException {
    third.noReplyTo("INCR a");
    application.timeout(100);

    assertTimeout(failureOf("INCR a"), "INCR");
  }

  private void assertTimeout(IOException failure, String command) {
    assertInstanceOf(SocketTimeoutException.class, failure);
    assertEquals("Read timed out", failure.getMessage());
    assertNames((IOException) failure.getSuppressed()[0], command, third);
  }

  @Test
  void aRepeatableCommandThatNeverGetsAReplyEndsAsATimeoutToo() throws IOException {
    for (int i = 0; i < 100; i++) {
      third.noReplyTo("GET a");
    }
    application.timeout(100);

    assertTimeout(failureOf("GET a"), "GET");
  }

  @Test
  void aCommandForANodeThatIsDownWaitsForItsSuccessor() throws IOException {
    second.stop();
    cluster.move("c", third);

    assertEquals(":1", application.call("INCR c"));
  }

  @Test
  void aCommandForAShardThatStaysDownWasNotExecuted() throws IOException {
    application.timeout(100);
    second.stop();

    String message = failureOf("INCR c").getMessage();
    assertTrue(message.contains("INCR was not executed"), message);
    assertNamesNodeSlotAndReason(message, "refused");
  }

  @Test
  void aCommandForAReplicaThatIsDownNamesNodeSlotAndReason() throws IOException {
    second.stop();
    String padding = "x".repeat(100_000); // too long to be kept, so that it cannot be sent later

    assertNamesNodeSlotAndReason(failureOf("APPEND c " + padding).getMessage(), "refused");
  }

  @Test
  void aNodeThatAcceptsNoMoreClientsIsTriedUntilTheDeadline() throws IOException {
    application.timeout(100);
    second.replyToMyId("-ERR max number of clients reached\r\n");
    assertNamesNodeSlotAndReason(
        failureOf("INCR c").getMessage(), "ERR max number of clients reached");
    second.replyToMyId(null);

    try (Application next = cluster.connect(first)) {
      assertEquals(":1", next.call("INCR c"));
    }
  }

  private void assertNamesNodeSlotAndReason(String message, String reason) {
    assertTrue(message.contains("its Redis Cluster node " + second + " for "), message);
    assertTrue(message.contains("hash slot " + FakeCluster.slot("c")), message);
    assertTrue(message.contains(reason), message);
  }

  @Test
  void oneDeadShardDoesNotDelayTheOthers() throws IOException {
    second.stop();
    application.send("INCR b", "INCR a", "INCR c");

    assertEquals(":1", application.reply());
    assertEquals(":2", application.reply());
    second.start();
    assertEquals(":1", application.reply());
  }

  @Test
  void idleConnectionsAreTestedAfterOneWasFoundClosed() throws IOException {
    application.call("GET c");
    first.closeConnections();
    second.closeConnections();
    third.closeConnections();

    application.send("GET a");
    assertEquals("$1 1", application.reply());
    assertEquals(":1", application.call("INCR c"), "never sent on the dead connection");
  }

  @Test
  void aReplyThatEndsInTheMiddleIsAFailure() throws IOException {
    third.closeOn("GET a", "$10\r\nabc");
    application.send("GET a");

    assertEquals("$10\r\nabc", application.read(8, 100));
    IOException failure = assertThrows(IOException.class, application::reply);
    assertTrue(failure.getMessage().contains(third.toString()), failure.getMessage());
  }

  @Test
  void garbageIsAFailureAndItsConnectionIsNotUsedAgain() throws IOException {
    third.replyTo("GET a", "HTTP/1.1 400 Bad Request");

    String message = failureOf("GET a").getMessage();
    assertTrue(message.contains("no RESP type"), message);
    application.close();
    try (Application next = cluster.connect(first)) {
      assertEquals("$1 1", next.call("GET a"));
    }
    assertEquals(2, third.sessionConnections());
  }

  @Test
  void aSecondReplyToACommandEndsItsConnection() throws IOException {
    third.replyTo("GET a", "$1\r\n1\r\n+UNEXPECTED");
    application.send("GET a");

    assertEquals(7, application.socket.getInputStream().read(new byte[100]));
    try (Application next = cluster.connect(first)) {
      assertEquals("$1 1", next.call("GET a"));
    }
    assertEquals("$1 1", application.call("GET a"));
  }

  @Test
  void aSecondReplyIsNotUsedForTheNextCommand() throws IOException {
    first.replyTo("GET b", "$1\r\n1\r\n+UNEXPECTED");
    application.send("GET b");

    assertEquals(7, application.socket.getInputStream().read(new byte[100]));
    assertEquals(
        ":1", application.call("INCR b"), "on a connection other than the entry connection");
    assertEquals("+PONG", application.call("PING"), "on its replacement");
  }

  /** Later Jedis lines read a push as a reply, whatever the protocol. */
  @Test
  void aPushToAClientOfResp2IsAFailureAndNoReply() throws IOException {
    third.replyTo("GET a", ">1\r\n+x\r\n$1\r\n1");

    String message = failureOf("GET a").getMessage();
    assertTrue(message.contains("a push"), message);
    assertTrue(message.contains(third.toString()), message);
    application.close();
    try (Application next = cluster.connect(first)) {
      assertEquals("$1 1", next.call("GET a"));
    }
  }

  @Test
  void anUnknownOutcomeOfACommandWithoutAKeyIsReportedToTheApplication() throws IOException {
    first.runAndClose("PUBLISH");

    assertNames(failureOf("PUBLISH channel message"), "PUBLISH", first);
  }

  @Test
  void closingFromAnotherThreadEndsAWaitingRead() throws Exception {
    third.noReplyTo("INCR a");
    application.timeout(0);
    application.send("INCR a");
    CompletableFuture<String> reply = CompletableFuture.supplyAsync(() -> {
      try {
        return application.reply();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    });
    third.await("INCR a");
    application.close();

    ExecutionException failure =
        assertThrows(ExecutionException.class, () -> reply.get(5, TimeUnit.SECONDS));
    String message = failure.getCause().getCause().getMessage();
    assertTrue(message.contains("INCR"), message);
    assertFalse(message.contains("not executed"), "the outcome is unknown: " + message);
    assertTrue(application.socket.isClosed());
    cluster.assertAllReleased();
  }

  @Test
  void aClosedSessionReleasesItsConnectionsOrClosesThem() throws IOException {
    application.call("GET c");
    third.noReplyTo("GET a");
    application.send("GET a");
    third.await("GET a");
    application.close();

    cluster.assertAllReleased();
    assertEquals(1, second.conversations().size(), "an idle connection stays");
    Await.until("the busy connection is closed", () -> third.conversations().isEmpty());
    assertThrows(IOException.class, application::reply);
  }
}
