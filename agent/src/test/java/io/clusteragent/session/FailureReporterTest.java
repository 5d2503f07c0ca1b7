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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Refused, never sent, or unknown: what becomes of a command whose connection breaks. */
class FailureReporterTest {
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
    application.ask("SET a 1");
  }

  @AfterEach
  void stop() throws IOException {
    application.close();
    cluster.close();
  }

  private IOException failureOf(String command) throws IOException {
    application.say(command);
    return assertThrows(IOException.class, () -> fail("the reply is " + application.reply()));
  }

  private static void assertNames(IOException failure, String command, FakeNode node) {
    assertTrue(failure.getMessage().contains(command), failure.getMessage());
    assertTrue(failure.getMessage().contains(node.toString()), failure.getMessage());
    assertFalse(failure.getMessage().contains("secret"), failure.getMessage());
  }

  @Test
  void aCommandOfUnknownOutcomeIsNotRepeated() throws IOException {
    third.runAndHangUp("APPEND a");

    assertNames(failureOf("APPEND a secret"), "APPEND", third);
    assertEquals("1secret", cluster.store.get("a"));
  }

  @Test
  void aRepeatableCommandOfUnknownOutcomeIsRepeated() throws IOException {
    third.runAndHangUp("GET a").runAndHangUp("SET a");

    assertEquals("$1 1", application.ask("GET a"));
    assertEquals("+OK", application.ask("SET a 2"));
    assertEquals("2", cluster.store.get("a"));
  }

  @Test
  void aRepeatableCommandIsNotRepeatedForEver() throws IOException {
    for (int i = 0; i < 100; i++) {
      third.hangUp("GET a", "");
    }
    application.timeout(100);

    assertNames(failureOf("GET a"), "GET", third);
    cluster.assertAllGivenBack();
  }

  @Test
  void aTimeoutStaysOneAndNamesCommandAndNode() throws IOException {
    third.silent("INCR a");
    application.timeout(100);

    assertNames(assertInstanceOf(SocketTimeoutException.class, failureOf("INCR a")), "INCR", third);
  }

  @Test
  void aRepeatableCommandThatNeverGetsAReplyEndsAsATimeoutToo() throws IOException {
    for (int i = 0; i < 100; i++) {
      third.silent("GET a");
    }
    application.timeout(100);

    assertNames(assertInstanceOf(SocketTimeoutException.class, failureOf("GET a")), "GET", third);
  }

  @Test
  void aCommandForANodeThatIsDownWaitsForItsSuccessor() throws IOException {
    second.stop();
    cluster.move("c", third);

    assertEquals(":1", application.ask("INCR c"));
  }

  @Test
  void aCommandForAShardThatStaysDownWasNotExecuted() throws IOException {
    application.timeout(100);
    second.stop();

    String message = failureOf("INCR c").getMessage();
    assertTrue(message.contains("INCR was not executed"), message);
  }

  @Test
  void oneDeadShardDoesNotHoldUpTheOthers() throws IOException {
    second.stop();
    application.say("INCR b", "INCR a", "INCR c");

    assertEquals(":1", application.reply());
    assertEquals(":2", application.reply());
    second.start();
    assertEquals(":1", application.reply());
  }

  @Test
  void connectionsThatTheServerClosedWhileTheyWereIdleAreNoticedAfterTheFirst() throws IOException {
    application.ask("GET c");
    first.hangUp();
    second.hangUp();
    third.hangUp();

    application.say("GET a");
    assertEquals("$1 1", application.reply());
    assertEquals(":1", application.ask("INCR c"), "not even tried on the dead connection");
  }

  @Test
  void aReplyThatEndsInTheMiddleIsAFailure() throws IOException {
    third.hangUp("GET a", "$10\r\nabc");
    application.say("GET a");

    assertEquals("$10\r\nabc", application.read(8, 100));
    IOException failure = assertThrows(IOException.class, application::reply);
    assertTrue(failure.getMessage().contains(third.toString()), failure.getMessage());
  }

  @Test
  void garbageIsAFailureAndItsConnectionIsNotUsedAgain() throws IOException {
    third.answer("GET a", "HTTP/1.1 400 Bad Request");

    String message = failureOf("GET a").getMessage();
    assertTrue(message.contains("no RESP type"), message);
    application.close();
    try (Application next = cluster.connect(first)) {
      assertEquals("$1 1", next.ask("GET a"));
    }
    assertEquals(2, third.accepted());
  }

  @Test
  void moreThanOneReplyToACommandSpoilsTheConnection() throws IOException {
    third.answer("GET a", "$1\r\n1\r\n+SURPRISE");
    application.say("GET a");

    assertEquals(7, application.socket.getInputStream().read(new byte[100]));
    try (Application next = cluster.connect(first)) {
      assertEquals("$1 1", next.ask("GET a"));
    }
    assertEquals("$1 1", application.ask("GET a"));
  }

  @Test
  void aSecondReplyIsNotTakenForThatOfTheNextCommand() throws IOException {
    first.answer("GET b", "$1\r\n1\r\n+SURPRISE");
    application.say("GET b");

    assertEquals(7, application.socket.getInputStream().read(new byte[100]));
    assertEquals(
        ":1", application.ask("INCR b"), "on another connection than the application's own");
    assertEquals("+PONG", application.ask("PING"), "on a connection in its place");
  }

  /** Later lines of Jedis read a push as if it were a reply, whatever the protocol. */
  @Test
  void aPushToAClientOfResp2IsAFailureAndNoReply() throws IOException {
    third.answer("GET a", ">1\r\n+x\r\n$1\r\n1");

    String message = failureOf("GET a").getMessage();
    assertTrue(message.contains("a push"), message);
    assertTrue(message.contains(third.toString()), message);
    application.close();
    try (Application next = cluster.connect(first)) {
      assertEquals("$1 1", next.ask("GET a"));
    }
  }

  @Test
  void aCommandWithoutAKeyThatMayHaveRunIsTheApplicationsToNotice() throws IOException {
    first.runAndHangUp("PUBLISH");

    assertNames(failureOf("PUBLISH channel message"), "PUBLISH", first);
  }

  @Test
  void closingFromAnotherThreadEndsAReadThatWaits() throws Exception {
    third.silent("INCR a");
    application.timeout(0);
    application.say("INCR a");
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
    assertFalse(message.contains("not executed"), "nobody knows: " + message);
    assertTrue(application.socket.isClosed());
    cluster.assertAllGivenBack();
  }

  @Test
  void aClosedSessionGivesItsConnectionsBackOrClosesThem() throws IOException {
    application.ask("GET c");
    third.silent("GET a");
    application.say("GET a");
    third.await("GET a");
    application.close();

    cluster.assertAllGivenBack();
    assertEquals(1, second.conversations().size(), "idle: kept");
    Await.until("the busy connection is closed", () -> third.conversations().isEmpty());
    assertThrows(IOException.class, application::reply);
  }
}
