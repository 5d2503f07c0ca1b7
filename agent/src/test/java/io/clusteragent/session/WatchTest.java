package io.clusteragent.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clusteragent.metrics.Count;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** WATCH and UNWATCH: only the connection that watched can tell whether a key changed. */
class WatchTest extends TransactionScenario {
  private static final String NOPERM = "-NOPERM this user has no permissions to run the command";

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

  @ParameterizedTest
  @ValueSource(strings = {"WATCH a c", "WATCH a"})
  void aRefusedWatchWatchesNothing(String watch) throws IOException {
    third.answer("WATCH a", watch.equals("WATCH a") ? NOPERM : CROSSSLOT);

    assertTrue(application.ask(watch).startsWith("-"));
    cluster.assertAllGivenBack();
    assertEquals(
        List.of("+OK", "+OK", "+QUEUED", "*1 +OK"),
        oneByOne("WATCH c", "MULTI", "SET c 1", "EXEC"));
  }

  @Test
  void aRefusedWatchIsNoneForWhatIsWrittenWithItEither() throws IOException {
    assertEquals(
        List.of(CROSSSLOT, "+OK", "+OK", "+QUEUED", "*1 +OK"),
        together("WATCH a c", "WATCH c", "MULTI", "SET c 1", "EXEC"));
    assertEquals(
        List.of(CROSSSLOT, "+OK", "+QUEUED", "*1 :2"),
        together("WATCH a c", "MULTI", "INCR c", "EXEC"));
  }

  @Test
  void aRefusedWatchLeavesThoseBeforeIt() throws IOException {
    third.answer("WATCH {a}x", NOPERM);
    assertEquals(List.of("+OK", NOPERM), oneByOne("WATCH a", "WATCH {a}x"));
    cluster.store.put("a", "other");

    assertEquals(List.of("+OK", "+QUEUED", "*-1"), oneByOne("MULTI", "SET a 2", "EXEC"));
  }

  @Test
  void aWatchWhoseNodeIsDownForTooLongWatchesNothing() throws IOException {
    String down = "-CLUSTERDOWN Hash slot not served";
    for (int i = 0; i < 1000; i++) {
      third.answer("WATCH a", down);
    }
    application.timeout(100);

    assertEquals(down, application.ask("WATCH a"));
    cluster.assertAllGivenBack();
    assertEquals(
        List.of("+OK", "+OK", "+QUEUED", "*1 +OK"),
        oneByOne("WATCH c", "MULTI", "SET c 1", "EXEC"));
  }

  /** Another session would get nil for its own EXEC, or QUEUED for its first command. */
  @Test
  void aConnectionThatCannotBeLeftAsItWasIsClosed() throws IOException {
    third.answer("UNWATCH", NOPERM);
    assertEquals(List.of("+OK", NOPERM), oneByOne("WATCH a", "UNWATCH"));
    cluster.assertAllGivenBack();

    third.answer("DISCARD", NOPERM);
    assertEquals(List.of("+OK", "+QUEUED", NOPERM), oneByOne("MULTI", "INCR a", "DISCARD"));
    cluster.assertAllGivenBack();

    third.answer("DISCARD", NOPERM);
    assertEquals(
        List.of("+OK", "+QUEUED", CROSSSLOT, ABORTED),
        oneByOne("MULTI", "INCR a", "INCR c", "EXEC"));
    assertEquals("$-1", application.ask("GET a"));
    cluster.assertAllGivenBack();
  }

  @Test
  void whatIsSaidWhileAKeyIsWatchedHoldsForItsTransaction() throws IOException {
    assertEquals(
        List.of("+OK", "+OK", "+OK", "+QUEUED", "*1 +OK"),
        oneByOne("WATCH a", "SELECT 5", "MULTI", "SET a 1", "EXEC"));
    assertTrue(third.received().indexOf("SELECT 5") < third.received().indexOf("MULTI"));

    Await.until(
        "no connection in that database is left", () -> third.conversations().isEmpty());
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

    assertEquals(1, cluster.known().clusterMetrics().count(Count.WATCHES_LOST));
  }
}
