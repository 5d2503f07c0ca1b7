package io.clusteragent.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A node refuses a transaction, or a part of it: it is replayed where it belongs. */
class TransactionRedirectionsTest extends TransactionScenario {
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
    stayDown();

    assertEquals(
        List.of("+OK", "-CLUSTERDOWN The cluster is down", ABORTED),
        together("MULTI", "INCR a", "EXEC"));
    assertEquals(null, cluster.store.get("a"));
  }

  @Test
  void aTransactionThatStaysRefusedShowsTheServersLastWordOneByOne() throws IOException {
    stayDown();

    assertEquals(
        List.of("+OK", "-CLUSTERDOWN The cluster is down", ABORTED),
        oneByOne("MULTI", "INCR a", "EXEC"));
  }

  /** The key's node refuses for longer than the deadline. */
  private void stayDown() throws IOException {
    cluster.hideTopology();
    for (int i = 0; i < 100; i++) {
      third.answer("INCR a", "-CLUSTERDOWN The cluster is down");
    }
    application.timeout(100);
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

  @Test
  void aPushAmongTheRepliesOfAReplayIsTheApplications() throws IOException {
    String push = ">2\r\n$10\r\ninvalidate\r\n*1\r\n$1\r\nz\r\n";
    oneByOne("HELLO 3", "SET a 1");
    cluster.move("a", second);
    second.answer("MULTI", push + "+OK").answer("INCR a", "+QUEUED").answer("EXEC", "*1\r\n:2");
    application.say("MULTI", "INCR a", "EXEC");

    List<String> replies = replies(4);
    assertTrue(replies.remove(">2 $10 invalidate *1 $1 z"), replies.toString());
    assertEquals(List.of("+OK", "+QUEUED", "*1 :2"), replies);
  }

  @Test
  void aTransactionOfWhichACommandStayedRefusedIsAborted() throws IOException {
    cluster.hideTopology();
    for (int i = 0; i < 100; i++) {
      third.answer("INCR a", "-CLUSTERDOWN The cluster is down");
    }
    application.timeout(100);
    assertEquals(List.of("+OK", "-CLUSTERDOWN The cluster is down"), oneByOne("MULTI", "INCR a"));
    cluster.move("a", second);

    assertEquals(List.of("+QUEUED", ABORTED), oneByOne("GET a", "EXEC"));
    assertEquals(null, cluster.store.get("a"));
  }
}
