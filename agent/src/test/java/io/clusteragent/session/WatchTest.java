package io.clusteragent.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.clusteragent.metrics.Count;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** WATCH and UNWATCH: only the connection that watched can tell whether a key changed. */
class WatchTest extends TransactionScenario {
  @Test
  void aWatchedTransactionRunsWhenNothingChanged() throws IOException {
    application.ask("SET a 1");

    assertEquals(
        List.of("+OK", "$1 1", "+OK", "+QUEUED", "*1 +OK"),
        oneByOne("WATCH a", "GET a", "MULTI", "SET a 2", "EXEC"));
    assertEquals(1, third.accepted());
  }

  @Test
  void aWatchedTransactionFailsWhenItsKeyChanged() throws IOException {
    assertEquals(List.of("+OK", "+OK", "+QUEUED"), oneByOne("WATCH a", "MULTI", "SET a 2"));
    cluster.store.put("a", "other");

    assertEquals("*-1", application.ask("EXEC"));
    assertEquals("other", cluster.store.get("a"));
  }

  @Test
  void otherNodesAreThereWhileAKeyIsWatched() throws IOException {
    assertEquals(
        List.of("+OK", ":1", "$-1", "+OK", "+QUEUED", "*1 :1"),
        oneByOne("WATCH a", "INCR c", "GET b", "MULTI", "INCR a", "EXEC"));
  }

  @Test
  void aWatchedTransactionWithoutCommandsOrKeysStillTellsOfChanges() throws IOException {
    oneByOne("WATCH a", "MULTI");
    cluster.store.put("a", "other");

    assertEquals("*-1", application.ask("EXEC"));
    assertEquals(
        List.of("+OK", "+OK", "+QUEUED", "*1 +PONG"), oneByOne("WATCH a", "MULTI", "PING", "EXEC"));
  }

  @Test
  void unwatchDiscardAndRefusalEndAWatch() throws IOException {
    assertEquals(List.of("+OK", "+OK"), oneByOne("WATCH a", "UNWATCH"));
    cluster.assertAllGivenBack();
    assertEquals(List.of("+OK", "+OK", "+OK"), oneByOne("WATCH a", "MULTI", "DISCARD"));
    cluster.assertAllGivenBack();
    assertEquals(
        List.of("+OK", "+OK", CROSSSLOT, ABORTED), oneByOne("WATCH a", "MULTI", "INCR c", "EXEC"));
    cluster.assertAllGivenBack();
    assertEquals("+OK", application.ask("UNWATCH"));
  }

  @Test
  void keysOfTwoSlotsCannotBeWatched() throws IOException {
    assertEquals(List.of("+OK", CROSSSLOT, "+OK"), oneByOne("WATCH a", "WATCH c", "UNWATCH"));
    assertEquals(CROSSSLOT, application.ask("WATCH a c"));
    assertEquals("+OK", application.ask("UNWATCH"));
  }

  @Test
  void aWatchThatIsMovedWatchesThere() throws IOException {
    application.ask("SET a 1");
    cluster.move("a", second);

    assertEquals("+OK", application.ask("WATCH a"));
    cluster.store.put("a", "other");
    assertEquals(List.of("+OK", "+QUEUED", "*-1"), oneByOne("MULTI", "SET a 2", "EXEC"));
  }

  @Test
  void aWatchedSlotThatMovesFailsTheTransactionAsAChangeWould() throws IOException {
    for (String[] rest :
        new String[][] {{"MULTI", "SET a 2", "EXEC"}, {"MULTI", "PING", "SET a 2", "EXEC"}}) {
      cluster.move("a", third);
      oneByOne("SET a 1", "WATCH a");
      cluster.move("a", second);
      List<String> replies = oneByOne(rest);

      assertEquals("*-1", replies.get(replies.size() - 1));
      assertEquals("1", cluster.store.get("a"));
      cluster.assertAllGivenBack();
    }
  }

  @Test
  void aWatchedSlotThatMovesFailsTheWrittenTransactionToo() throws IOException {
    oneByOne("SET a 1", "WATCH a");
    cluster.move("a", second);

    assertEquals(
        List.of("+OK", "+QUEUED", "+QUEUED", "*-1", "$1 1"),
        together("MULTI", "SET a 2", "INCR a", "EXEC", "GET a"));
  }

  @Test
  void aWatchThatIsLostWithItsConnectionFailsTheTransaction() throws IOException {
    oneByOne("SET a 1", "WATCH a");
    third.hangUp();

    assertEquals(List.of("+OK", "+QUEUED", "*-1"), oneByOne("MULTI", "SET a 2", "EXEC"));
    assertEquals("1", cluster.store.get("a"));
  }

  @Test
  void aSessionThatEndsInsideATransactionLeavesNothingOpen() throws IOException {
    oneByOne("WATCH a", "MULTI", "INCR a");
    application.close();

    Await.until("the connection is closed", () -> third.conversations().isEmpty());
    assertFalse(third.received().contains("EXEC"));
    application = cluster.connect(first);
  }

  @Test
  void resp3NilIsWrittenAsSuch() throws IOException {
    oneByOne("HELLO 3", "SET a 1", "WATCH a");
    cluster.move("a", second);
    assertEquals(List.of("+OK", "+QUEUED", "_"), oneByOne("MULTI", "SET a 2", "EXEC"));
  }

  @Test
  void aWatchThatIsMovedWhenItIsOverWatchesNothing() throws IOException {
    application.ask("SET a 1");
    cluster.move("a", second);

    assertEquals(List.of("+OK", "+OK"), together("WATCH a", "UNWATCH"));
    cluster.assertAllGivenBack();
  }

  @Test
  void aLostWatchIsCountedOnce() throws IOException {
    oneByOne("SET a 1", "WATCH a");
    cluster.move("a", second);
    together("MULTI", "SET a 2", "INCR a", "EXEC");

    assertEquals(1, cluster.known().figures().count(Count.WATCHES_LOST));
  }
}
