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

/** WATCH and UNWATCH: only the watching connection can detect that a key changed. */
class WatchTest extends TransactionScenario {
  private static final String NOPERM = "-NOPERM this user has no permissions to run the command";

  @Test
  void aWatchedTransactionRunsWhenNothingChanged() throws IOException {
    application.call("SET a 1");

    assertEquals(
        List.of("+OK", "$1 1", "+OK", "+QUEUED", "*1 +OK"),
        oneByOne("WATCH a", "GET a", "MULTI", "SET a 2", "EXEC"));
    assertEquals(1, third.sessionConnections());
  }

  @Test
  void aWatchedTransactionFailsWhenItsKeyChanged() throws IOException {
    assertEquals(List.of("+OK", "+OK", "+QUEUED"), oneByOne("WATCH a", "MULTI", "SET a 2"));
    cluster.store.put("a", "other");

    assertEquals("*-1", application.call("EXEC"));
    assertEquals("other", cluster.store.get("a"));
  }

  @Test
  void otherNodesAreUsedWhileAKeyIsWatched() throws IOException {
    assertEquals(
        List.of("+OK", ":1", "$-1", "+OK", "+QUEUED", "*1 :1"),
        oneByOne("WATCH a", "INCR c", "GET b", "MULTI", "INCR a", "EXEC"));
  }

  @Test
  void aWatchedTransactionWithoutCommandsOrKeysStillDetectsChanges() throws IOException {
    oneByOne("WATCH a", "MULTI");
    cluster.store.put("a", "other");

    assertEquals("*-1", application.call("EXEC"));
    assertEquals(
        List.of("+OK", "+OK", "+QUEUED", "*1 +PONG"), oneByOne("WATCH a", "MULTI", "PING", "EXEC"));
  }

  @Test
  void unwatchDiscardAndRefusalEndAWatch() throws IOException {
    assertEquals(List.of("+OK", "+OK"), oneByOne("WATCH a", "UNWATCH"));
    cluster.assertAllReleased();
    assertEquals(List.of("+OK", "+OK", "+OK"), oneByOne("WATCH a", "MULTI", "DISCARD"));
    cluster.assertAllReleased();
    assertEquals(
        List.of("+OK", "+OK", CROSSSLOT, ABORTED), oneByOne("WATCH a", "MULTI", "INCR c", "EXEC"));
    cluster.assertAllReleased();
    assertEquals("+OK", application.call("UNWATCH"));
  }

  @Test
  void keysOfTwoSlotsCannotBeWatched() throws IOException {
    assertEquals(List.of("+OK", CROSSSLOT, "+OK"), oneByOne("WATCH a", "WATCH c", "UNWATCH"));
    assertEquals(CROSSSLOT, application.call("WATCH a c"));
    assertEquals("+OK", application.call("UNWATCH"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"WATCH a c", "WATCH a"})
  void aRefusedWatchDoesNotWatch(String watch) throws IOException {
    third.replyTo("WATCH a", watch.equals("WATCH a") ? NOPERM : CROSSSLOT);

    assertTrue(application.call(watch).startsWith("-"));
    cluster.assertAllReleased();
    assertEquals(
        List.of("+OK", "+OK", "+QUEUED", "*1 +OK"),
        oneByOne("WATCH c", "MULTI", "SET c 1", "EXEC"));
  }

  @Test
  void aRefusedWatchDoesNotCountForCommandsWrittenWithIt() throws IOException {
    assertEquals(
        List.of(CROSSSLOT, "+OK", "+OK", "+QUEUED", "*1 +OK"),
        pipelined("WATCH a c", "WATCH c", "MULTI", "SET c 1", "EXEC"));
    assertEquals(
        List.of(CROSSSLOT, "+OK", "+QUEUED", "*1 :2"),
        pipelined("WATCH a c", "MULTI", "INCR c", "EXEC"));
  }

  @Test
  void aRefusedWatchKeepsEarlierWatches() throws IOException {
    third.replyTo("WATCH {a}x", NOPERM);
    assertEquals(List.of("+OK", NOPERM), oneByOne("WATCH a", "WATCH {a}x"));
    cluster.store.put("a", "other");

    assertEquals(List.of("+OK", "+QUEUED", "*-1"), oneByOne("MULTI", "SET a 2", "EXEC"));
  }

  @Test
  void aWatchWhoseNodeStaysDownDoesNotWatch() throws IOException {
    String down = "-CLUSTERDOWN Hash slot not served";
    for (int i = 0; i < 1000; i++) {
      third.replyTo("WATCH a", down);
    }
    application.timeout(100);

    assertEquals(down, application.call("WATCH a"));
    cluster.assertAllReleased();
    assertEquals(
        List.of("+OK", "+OK", "+QUEUED", "*1 +OK"),
        oneByOne("WATCH c", "MULTI", "SET c 1", "EXEC"));
  }

  /** Otherwise another session would get nil for its own EXEC, or QUEUED for its first command. */
  @Test
  void aConnectionThatCannotBeResetIsClosed() throws IOException {
    third.replyTo("UNWATCH", NOPERM);
    assertEquals(List.of("+OK", NOPERM), oneByOne("WATCH a", "UNWATCH"));
    cluster.assertAllReleased();

    third.replyTo("DISCARD", NOPERM);
    assertEquals(List.of("+OK", "+QUEUED", NOPERM), oneByOne("MULTI", "INCR a", "DISCARD"));
    cluster.assertAllReleased();

    third.replyTo("DISCARD", NOPERM);
    assertEquals(
        List.of("+OK", "+QUEUED", CROSSSLOT, ABORTED),
        oneByOne("MULTI", "INCR a", "INCR c", "EXEC"));
    assertEquals("$-1", application.call("GET a"));
    cluster.assertAllReleased();
  }

  @Test
  void settingsSentWhileAKeyIsWatchedHoldForItsTransaction() throws IOException {
    assertEquals(
        List.of("+OK", "+OK", "+OK", "+QUEUED", "*1 +OK"),
        oneByOne("WATCH a", "SELECT 5", "MULTI", "SET a 1", "EXEC"));
    assertTrue(third.received().indexOf("SELECT 5") < third.received().indexOf("MULTI"));

    Await.until(
        "no connection in that database is left", () -> third.conversations().isEmpty());
  }

  @Test
  void aWatchThatIsMovedWatchesOnTheNewNode() throws IOException {
    application.call("SET a 1");
    cluster.move("a", second);

    assertEquals("+OK", application.call("WATCH a"));
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
      cluster.assertAllReleased();
    }
  }

  @Test
  void aWatchedSlotThatMovesFailsAPipelinedTransactionToo() throws IOException {
    oneByOne("SET a 1", "WATCH a");
    cluster.move("a", second);

    assertEquals(
        List.of("+OK", "+QUEUED", "+QUEUED", "*-1", "$1 1"),
        pipelined("MULTI", "SET a 2", "INCR a", "EXEC", "GET a"));
  }

  @Test
  void aWatchThatIsLostWithItsConnectionFailsTheTransaction() throws IOException {
    oneByOne("SET a 1", "WATCH a");
    third.closeConnections();

    assertEquals(List.of("+OK", "+QUEUED", "*-1"), oneByOne("MULTI", "SET a 2", "EXEC"));
    assertEquals("1", cluster.store.get("a"));
  }

  @Test
  void aSessionThatEndsInsideATransactionLeavesNoTransactionOpen() throws IOException {
    oneByOne("WATCH a", "MULTI", "INCR a");
    application.close();

    Await.until("the connection is closed", () -> third.conversations().isEmpty());
    assertFalse(third.received().contains("EXEC"));
    application = cluster.connect(first);
  }

  @Test
  void aNilInResp3IsReturnedAsSuch() throws IOException {
    oneByOne("HELLO 3", "SET a 1", "WATCH a");
    cluster.move("a", second);
    assertEquals(List.of("+OK", "+QUEUED", "_"), oneByOne("MULTI", "SET a 2", "EXEC"));
  }

  @Test
  void aWatchThatIsMovedAfterItsEndDoesNotWatch() throws IOException {
    application.call("SET a 1");
    cluster.move("a", second);

    assertEquals(List.of("+OK", "+OK"), pipelined("WATCH a", "UNWATCH"));
    cluster.assertAllReleased();
  }

  @Test
  void aLostWatchIsCountedOnce() throws IOException {
    oneByOne("SET a 1", "WATCH a");
    cluster.move("a", second);
    pipelined("MULTI", "SET a 2", "INCR a", "EXEC");

    assertEquals(1, cluster.agentView().clusterMetrics().count(Count.WATCHES_LOST));
  }
}
