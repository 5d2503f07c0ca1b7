package io.clusteragent.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The connection of a transaction breaks, or its node is down. */
class TransactionOutcomesTest extends TransactionScenario {
  @Test
  void aTransactionWhoseExecMayHaveRunIsNotRepeated() throws IOException {
    third.runAndHangUp("EXEC");
    application.say("MULTI", "INCR a", "EXEC");
    assertEquals("+OK", application.reply());
    assertEquals("+QUEUED", application.reply());

    IOException failure = assertThrows(IOException.class, application::reply);
    assertTrue(
        failure.getMessage().contains("EXEC") && failure.getMessage().contains("unknown"),
        failure.getMessage());
    assertEquals("1", cluster.store.get("a"));
    connectAnew();
  }

  @Test
  void aTransactionThatBreaksBeforeItsExecIsSpokenAgain() throws IOException {
    third.hangUp("GET a", "");

    assertEquals(
        List.of("+OK", "+QUEUED", "+QUEUED", "*2 :1 $1 1"),
        oneByOne("MULTI", "INCR a", "GET a", "EXEC"));
    assertEquals("1", cluster.store.get("a"));
  }

  @Test
  void aTransactionForANodeThatIsDownWaitsForIt() throws Exception {
    second.stop();
    application.say("MULTI", "INCR c", "EXEC");
    CompletableFuture<List<String>> replies = CompletableFuture.supplyAsync(() -> {
      try {
        return List.of(application.reply(), application.reply(), application.reply());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    });
    Await.until(
        "it was looked for again",
        () -> cluster.dialled().stream().filter(second.address()::equals).count() > 3);
    second.start();

    assertEquals(List.of("+OK", "+QUEUED", "*1 :1"), replies.get(10, TimeUnit.SECONDS));
  }

  @Test
  void aTransactionForANodeThatIsDownRunsOnItsSuccessor() throws IOException {
    second.stop();
    cluster.move("c", third);

    assertEquals(List.of("+OK", "+QUEUED", "*1 :1"), together("MULTI", "INCR c", "EXEC"));
    second.start();
  }

  @Test
  void aTransactionWithoutAnyKeyEndsWithTheOwnConnection() throws IOException {
    application.ask("GET a");
    first.hangUp();
    application.say("MULTI", "PING", "EXEC");
    IOException failure = assertThrows(IOException.class, () -> replies(3));
    assertTrue(failure.getMessage().contains("EXEC"), failure.getMessage());
    connectAnew();
  }

  @Test
  void aDiscardedTransactionThatBreaksLeavesNothingOpen() throws IOException {
    third.hangUp("INCR a", "");
    application.say("MULTI", "INCR a", "DISCARD");
    assertEquals(List.of("+OK", "+QUEUED"), replies(2));
    assertThrows(IOException.class, application::reply);
    application.close();

    application = cluster.connect(first);
    assertEquals("$-1", application.ask("GET a"));
  }

  @Test
  void aDiscardedTransactionForANodeThatIsDownIsNotBegunElsewhere() throws IOException {
    application.ask("GET a");
    second.stop();
    cluster.move("c", third);

    assertEquals(
        List.of("+OK", "+QUEUED", "+OK", "$-1"), together("MULTI", "INCR c", "DISCARD", "GET a"));
    assertFalse(third.received().contains("MULTI"), third.received().toString());
    second.start();
  }

  @Test
  void theNodeThatATransactionLeftMayDie() throws IOException {
    application.ask("GET a");
    first.hangUp("PING", "");
    application.say("MULTI", "PING", "INCR a");

    assertEquals(List.of("+OK", "+QUEUED", "+QUEUED"), replies(3));
    assertEquals("*2 +PONG :1", application.ask("EXEC"));
    assertEquals("$1 1", application.ask("GET a"));
    connectAnew();
  }

  @Test
  void aDiscardOnTheOwnNodeThatBreaksIsTheApplicationsToNotice() throws IOException {
    application.ask("GET a");
    first.hangUp("PING", "");
    application.say("MULTI", "PING", "DISCARD");
    assertEquals(List.of("+OK", "+QUEUED"), replies(2));
    assertThrows(IOException.class, application::reply);
    connectAnew();
  }
}
