package io.clusteragent.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** MULTI, EXEC, DISCARD, WATCH and UNWATCH, as the different Jedis lines use them. */
class TransactionsTest {
  private static final String ABORTED =
      "-EXECABORT Transaction discarded because of previous errors.";
  private static final String CROSSSLOT = "-CROSSSLOT Keys in request don't hash to the same slot";

  private FakeCluster cluster;
  private FakeNode first;
  private FakeNode second;
  private FakeNode third;
  private Application application;

  @BeforeEach
  void start() {
    cluster = new FakeCluster(3);
    first = cluster.nodes.get(0);
    second = cluster.nodes.get(1);
    third = cluster.nodes.get(2);
    application = cluster.connect(first);
  }

  @AfterEach
  void everythingWasGivenBack() throws IOException {
    try {
      application.timeout(2000);
      assertEquals("+PONG", application.ask("PING"));
      cluster.assertAllGivenBack();
    } finally {
      application.close();
      cluster.close();
    }
  }

  /** As Jedis 2.x: all is written, then all is read. */
  private List<String> together(String... commands) throws IOException {
    application.say(commands);
    List<String> replies = new ArrayList<>();
    for (int i = 0; i < commands.length; i++) {
      replies.add(application.reply());
    }
    return replies;
  }

  /** As {@code ReliableTransaction}: each reply is read before the next command. */
  private List<String> oneByOne(String... commands) throws IOException {
    List<String> replies = new ArrayList<>();
    for (String command : commands) {
      replies.add(application.ask(command));
    }
    return replies;
  }

  // ---- without trouble

  @Test
  void aTransactionRunsOnTheNodeOfItsKeys() throws IOException {
    assertEquals(
        List.of("+OK", "+QUEUED", "+QUEUED", "*2 +OK :2"),
        together("MULTI", "SET a 1", "INCR a", "EXEC"));
    assertEquals(List.of("MULTI", "SET a 1", "INCR a", "EXEC"), third.received());
  }

  @Test
  void aTransactionMayBeSpokenOneByOne() throws IOException {
    assertEquals(
        List.of("+OK", "+QUEUED", "+QUEUED", "*2 +OK :2"),
        oneByOne("MULTI", "SET a 1", "INCR a", "EXEC"));
  }

  @Test
  void multiIsAnsweredBeforeAnyNodeHearsOfIt() throws IOException {
    application.ask("GET a");
    third.forget();
    assertEquals("+OK", application.ask("MULTI"));
    assertEquals(List.of(), third.received());
    assertEquals(List.of(), first.received());
    assertEquals("*0", application.ask("EXEC"));
  }

  @Test
  void commandsWithoutAKeyMayComeFirst() throws IOException {
    assertEquals(
        List.of("+OK", "+QUEUED", "+QUEUED", "+QUEUED", "+QUEUED", "*4 $1 x +PONG :1 +PONG"),
        together("MULTI", "ECHO x", "PING", "INCR c", "PING", "EXEC"));
    assertEquals(List.of("MULTI", "ECHO x", "PING", "INCR c", "PING", "EXEC"), second.received());
  }

  @Test
  void aTransactionWithoutAnyKeyRunsOnTheOwnNode() throws IOException {
    assertEquals(List.of("+OK", "+QUEUED", "*1 +PONG"), oneByOne("MULTI", "PING", "EXEC"));
    assertEquals(List.of("MULTI", "PING", "EXEC"), first.received());
  }

  @Test
  void aTransactionWithoutAnyKeyEndsWithTheOwnConnection() throws IOException {
    application.ask("GET a");
    first.hangUp();
    application.say("MULTI", "PING", "EXEC");
    IOException failure = assertThrows(IOException.class, () -> readAll(3));
    assertTrue(failure.getMessage().contains("EXEC"), failure.getMessage());
    application.close();
    application = cluster.connect(first);
  }

  private void readAll(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      application.reply();
    }
  }

  @Test
  void transactionsFollowEachOtherInOnePipeline() throws IOException {
    assertEquals(
        List.of("+OK", "+QUEUED", "*1 :1", "$1 1", "+OK", "+QUEUED", "*1 :1", ":2"),
        together("MULTI", "INCR a", "EXEC", "GET a", "MULTI", "INCR c", "EXEC", "INCR a"));
  }

  @Test
  void discardLeavesNothing() throws IOException {
    assertEquals(List.of("+OK", "+QUEUED", "+OK"), together("MULTI", "SET a 1", "DISCARD"));
    assertEquals(List.of("+OK", "+OK"), oneByOne("MULTI", "DISCARD"));
    assertEquals(List.of("+OK", "+QUEUED", "+OK"), oneByOne("MULTI", "PING", "DISCARD"));
    assertEquals("$-1", application.ask("GET a"));
  }

  @Test
  void whatDoesNotBelongIsRefusedAsAServerWould() throws IOException {
    assertEquals("-ERR EXEC without MULTI", application.ask("EXEC"));
    assertEquals("-ERR DISCARD without MULTI", application.ask("DISCARD"));
    assertEquals(
        List.of(
            "+OK",
            "-ERR MULTI calls can not be nested",
            "-ERR WATCH inside MULTI is not allowed",
            "*0"),
        oneByOne("MULTI", "MULTI", "WATCH a", "EXEC"));
  }

  @Test
  void keysOfTwoSlotsSpoilATransaction() throws IOException {
    assertEquals(
        List.of("+OK", "+QUEUED", CROSSSLOT, "+QUEUED", ABORTED),
        together("MULTI", "INCR a", "INCR b", "INCR a", "EXEC"));
    assertEquals("$-1", application.ask("GET a"));
  }

  @Test
  void oneCommandWithKeysOfTwoSlotsSpoilsATransaction() throws IOException {
    assertEquals(CROSSSLOT, oneByOne("MULTI", "MSET a 1 b 2").get(1));
    assertEquals(ABORTED, application.ask("EXEC"));
    assertEquals("$-1", application.ask("GET a"));
  }

  @Test
  void errorsOfQueuedCommandsAreTheServers() throws IOException {
    assertEquals(
        List.of("+OK", "+QUEUED", "+QUEUED", "*2 +OK -ERR value is not an integer or out of range"),
        together("MULTI", "SET a x", "INCR a", "EXEC"));
  }

  // ---- redirected

  @Test
  void aMovedTransactionRunsOnItsNewNodeWhenAllWasWritten() throws IOException {
    application.ask("SET a 1");
    cluster.move("a", second);

    assertEquals(
        List.of("+OK", "+QUEUED", "+QUEUED", "*2 :2 $1 2", "+PONG"),
        together("MULTI", "INCR a", "GET a", "EXEC", "PING"));
    assertEquals("2", cluster.store.get("a"));
  }

  @Test
  void aMovedTransactionRunsOnItsNewNodeWhenSpokenOneByOne() throws IOException {
    application.ask("SET a 1");
    cluster.move("a", second);

    assertEquals(
        List.of("+OK", "+QUEUED", "+QUEUED", "*2 :2 $1 2"),
        oneByOne("MULTI", "INCR a", "GET a", "EXEC"));
  }

  @Test
  void aSlotMayMoveBeforeAnyStepOfATransaction() throws IOException {
    String[] commands = {"MULTI", "PING", "INCR a", "GET a", "INCR a", "EXEC"};
    for (int at = 0; at < commands.length; at++) {
      cluster.move("a", third);
      application.ask("SET a 1");
      List<String> replies = new ArrayList<>();
      for (int i = 0; i < commands.length; i++) {
        if (i == at) {
          cluster.move("a", second);
        }
        replies.add(application.ask(commands[i]));
      }
      assertEquals(
          List.of("+OK", "+QUEUED", "+QUEUED", "+QUEUED", "+QUEUED", "*4 +PONG :2 $1 2 :3"),
          replies,
          "moved before " + commands[at]);
      assertEquals("3", cluster.store.get("a"));
      cluster.assertAllGivenBack();
    }
  }

  @Test
  void anyCommandOfAWrittenTransactionMayBeTheOneThatIsMoved() throws IOException {
    for (String refused : new String[] {"INCR a", "GET a", "APPEND a 0", "EXEC"}) {
      cluster.move("a", third);
      application.ask("SET a 1");
      third.answer(refused, FakeCluster.moved("a", third)); // it is back at the next look
      assertEquals(
          List.of("+OK", "+QUEUED", "+QUEUED", "+QUEUED", "*3 :2 $1 2 :2"),
          together("MULTI", "INCR a", "GET a", "APPEND a 0", "EXEC"),
          refused + " refused");
      assertEquals("20", cluster.store.get("a"));
      cluster.assertAllGivenBack();
    }
  }

  @Test
  void aTransactionFollowsItsSlotOnTheWay() throws IOException {
    application.ask("SET a 1");
    cluster.migrate("a", second);

    assertEquals(List.of("+OK", "+QUEUED", "*1 :2"), together("MULTI", "INCR a", "EXEC"));
    assertEquals(List.of("+OK", "+QUEUED", "*1 :3"), oneByOne("MULTI", "INCR a", "EXEC"));
    assertEquals("3", cluster.store.get("a"));
  }

  @Test
  void aTransactionWaitsForAStateThatPasses() throws IOException {
    third
        .answer("INCR a", "-CLUSTERDOWN The cluster is down")
        .answer("INCR a", "-TRYAGAIN not yet");

    assertEquals(
        List.of("+OK", "+QUEUED", "+QUEUED", "*2 :1 :2"),
        together("MULTI", "INCR a", "INCR a", "EXEC"));
  }

  @Test
  void aTransactionDoesNotWaitWhenACommandBehindItMayHaveRun() throws IOException {
    third.answer("INCR a", "-CLUSTERDOWN The cluster is down");

    assertEquals(
        List.of("+OK", "-CLUSTERDOWN The cluster is down", ABORTED, "$-1"),
        together("MULTI", "INCR a", "EXEC", "GET a"));
  }

  @Test
  void aTransactionThatStaysRefusedShowsTheServersLastWord() throws IOException {
    cluster.hideTopology();
    for (int i = 0; i < 100; i++) {
      third.answer("INCR a", "-CLUSTERDOWN The cluster is down");
    }
    application.timeout(100);

    assertEquals(
        List.of("+OK", "-CLUSTERDOWN The cluster is down", ABORTED),
        together("MULTI", "INCR a", "EXEC"));
    assertEquals(null, cluster.store.get("a"));
  }

  @Test
  void aTransactionThatStaysRefusedShowsTheServersLastWordOneByOne() throws IOException {
    cluster.hideTopology();
    for (int i = 0; i < 100; i++) {
      third.answer("INCR a", "-CLUSTERDOWN The cluster is down");
    }
    application.timeout(100);

    assertEquals(
        List.of("+OK", "-CLUSTERDOWN The cluster is down", ABORTED),
        oneByOne("MULTI", "INCR a", "EXEC"));
  }

  @Test
  void anExecThatStaysRefusedShowsTheServersLastWord() {
    for (int i = 0; i < 10_000; i++) {
      third.answer("EXEC", "-TRYAGAIN not yet");
    }

    assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
      application.timeout(100);
      assertEquals(
          List.of("+OK", "+QUEUED", "-TRYAGAIN not yet"), together("MULTI", "INCR a", "EXEC"));
    });
    third.forget();
  }

  @Test
  void aMovedTransactionThatWasDiscardedIsDiscarded() throws IOException {
    application.ask("SET a 1");
    cluster.move("a", second);

    assertEquals(List.of("+OK", "+QUEUED", "+OK"), together("MULTI", "INCR a", "DISCARD"));
    assertEquals("1", cluster.store.get("a"));
  }

  // ---- broken

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
    application.close();
    application = cluster.connect(first);
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

  // ---- WATCH

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
  void aPushAmongTheRepliesOfAReplayIsTheApplications() throws IOException {
    String push = ">2\r\n$10\r\ninvalidate\r\n*1\r\n$1\r\nz\r\n";
    oneByOne("HELLO 3", "SET a 1");
    cluster.move("a", second);
    second.answer("MULTI", push + "+OK").answer("INCR a", "+QUEUED").answer("EXEC", "*1\r\n:2");
    application.say("MULTI", "INCR a", "EXEC");

    List<String> replies = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      replies.add(application.reply());
    }
    assertTrue(replies.remove(">2 $10 invalidate *1 $1 z"), replies.toString());
    assertEquals(List.of("+OK", "+QUEUED", "*1 :2"), replies);
  }
}
