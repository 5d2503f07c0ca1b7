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
    third.runAndClose("EXEC");
    application.send("MULTI", "INCR a", "EXEC");
    assertEquals("+OK", application.reply());
    assertEquals("+QUEUED", application.reply());

    IOException failure = assertThrows(IOException.class, application::reply);
    assertTrue(
        failure.getMessage().contains("EXEC") && failure.getMessage().contains("unknown"),
        failure.getMessage());
    assertEquals("1", cluster.store.get("a"));
    reconnect();
  }

  @Test
  void aTransactionThatBreaksBeforeItsExecIsReplayed() throws IOException {
    third.closeOn("GET a", "");

    assertEquals(
        List.of("+OK", "+QUEUED", "+QUEUED", "*2 :1 $1 1"),
        oneByOne("MULTI", "INCR a", "GET a", "EXEC"));
    assertEquals("1", cluster.store.get("a"));
  }

  @Test
  void aTransactionForANodeThatIsDownWaitsForIt() throws Exception {
    second.stop();
    application.send("MULTI", "INCR c", "EXEC");
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

    assertEquals(List.of("+OK", "+QUEUED", "*1 :1"), pipelined("MULTI", "INCR c", "EXEC"));
    second.start();
  }

  @Test
  void aTransactionWithoutAnyKeyEndsWithTheEntryConnection() throws IOException {
    application.call("GET a");
    first.closeConnections();
    application.send("MULTI", "PING", "EXEC");
    IOException failure = assertThrows(IOException.class, () -> replies(3));
    assertTrue(failure.getMessage().contains("EXEC"), failure.getMessage());
    reconnect();
  }

  @Test
  void aDiscardedTransactionThatBreaksLeavesNoTransactionOpen() throws IOException {
    third.closeOn("INCR a", "");
    application.send("MULTI", "INCR a", "DISCARD");
    assertEquals(List.of("+OK", "+QUEUED"), replies(2));
    assertThrows(IOException.class, application::reply);
    application.close();

    application = cluster.connect(first);
    assertEquals("$-1", application.call("GET a"));
  }

  @Test
  void aDiscardedTransactionForANodeThatIsDownIsNotStartedElsewhere() throws IOException {
    application.call("GET a");
    second.stop();
    cluster.move("c", third);

    assertEquals(
        List.of("+OK", "+QUEUED", "+OK", "$-1"), pipelined("MULTI", "INCR c", "DISCARD", "GET a"));
    assertFalse(third.received().contains("MULTI"), third.received().toString());
    second.start();
  }

  @Test
  void theFormerNodeOfATransactionMayFail() throws IOException {
    application.call("GET a");
    first.closeOn("PING", "");
    application.send("MULTI", "PING", "INCR a");

    assertEquals(List.of("+OK", "+QUEUED", "+QUEUED"), replies(3));
    assertEquals("*2 +PONG :1", application.call("EXEC"));
    assertEquals("$1 1", application.call("GET a"));
    reconnect();
  }

  @Test
  void aDiscardThatFailsOnTheEntryNodeIsReportedToTheApplication() throws IOException {
    application.call("GET a");
    first.closeOn("PING", "");
    application.send("MULTI", "PING", "DISCARD");
    assertEquals(List.of("+OK", "+QUEUED"), replies(2));
    assertThrows(IOException.class, application::reply);
    reconnect();
  }
}
