package io.clusteragent.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A node refuses a transaction, or a part of it: the session replays it on the right node. */
class TransactionRedirectionsTest extends TransactionScenario {
  @Test
  void aPipelinedTransactionThatIsMovedRunsOnItsNewNode() throws IOException {
    application.call("SET a 1");
    cluster.move("a", second);

    assertEquals(
        List.of("+OK", "+QUEUED", "+QUEUED", "*2 :2 $1 2", "+PONG"),
        pipelined("MULTI", "INCR a", "GET a", "EXEC", "PING"));
    assertEquals("2", cluster.store.get("a"));
  }

  @Test
  void aTransactionSentOneByOneThatIsMovedRunsOnItsNewNode() throws IOException {
    application.call("SET a 1");
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
      application.call("SET a 1");
      List<String> replies = new ArrayList<>();
      for (int i = 0; i < commands.length; i++) {
        if (i == at) {
          cluster.move("a", second);
        }
        replies.add(application.call(commands[i]));
      }
      assertEquals(
          List.of("+OK", "+QUEUED", "+QUEUED", "+QUEUED", "+QUEUED", "*4 +PONG :2 $1 2 :3"),
          replies,
          "moved before " + commands[at]);
      assertEquals("3", cluster.store.get("a"));
      cluster.assertAllReleased();
    }
  }

  @Test
  void anyCommandOfAPipelinedTransactionMayBeMoved() throws IOException {
    for (String refused : new String[] {"INCR a", "GET a", "APPEND a 0", "EXEC"}) {
      cluster.move("a", third);
      application.call("SET a 1");
      third.replyTo(
          refused, FakeCluster.moved("a", third)); // the next command finds it there again
      assertEquals(
          List.of("+OK", "+QUEUED", "+QUEUED", "+QUEUED", "*3 :2 $1 2 :2"),
          pipelined("MULTI", "INCR a", "GET a", "APPEND a 0", "EXEC"),
          refused + " refused");
      assertEquals("20", cluster.store.get("a"));
      cluster.assertAllReleased();
    }
  }

  @Test
  void aTransactionFollowsItsMigratingSlot() throws IOException {
    application.call("SET a 1");
    cluster.migrate("a", second);

    assertEquals(List.of("+OK", "+QUEUED", "*1 :2"), pipelined("MULTI", "INCR a", "EXEC"));
    assertEquals(List.of("+OK", "+QUEUED", "*1 :3"), oneByOne("MULTI", "INCR a", "EXEC"));
    assertEquals("3", cluster.store.get("a"));
  }

  @Test
  void aTransactionWaitsForATemporaryState() throws IOException {
    third
        .replyTo("INCR a", "-CLUSTERDOWN The cluster is down")
        .replyTo("INCR a", "-TRYAGAIN not yet");

    assertEquals(
        List.of("+OK", "+QUEUED", "+QUEUED", "*2 :1 :2"),
        pipelined("MULTI", "INCR a", "INCR a", "EXEC"));
  }

  @Test
  void aTransactionDoesNotWaitWhenACommandBehindItMayHaveRun() throws IOException {
    third.replyTo("INCR a", "-CLUSTERDOWN The cluster is down");

    assertEquals(
        List.of("+OK", "-CLUSTERDOWN The cluster is down", ABORTED, "$-1"),
        pipelined("MULTI", "INCR a", "EXEC", "GET a"));
  }

  @Test
  void aTransactionThatStaysRefusedReturnsTheServersLastReply() throws IOException {
    stayDown();

    assertEquals(
        List.of("+OK", "-CLUSTERDOWN The cluster is down", ABORTED),
        pipelined("MULTI", "INCR a", "EXEC"));
    assertEquals(null, cluster.store.get("a"));
  }

  @Test
  void aTransactionSentOneByOneThatStaysRefusedReturnsTheServersLastReply() throws IOException {
    stayDown();

    assertEquals(
        List.of("+OK", "-CLUSTERDOWN The cluster is down", ABORTED),
        oneByOne("MULTI", "INCR a", "EXEC"));
  }

  /** Makes the key's node refuse for longer than the deadline. */
  private void stayDown() throws IOException {
    cluster.hideTopology();
    for (int i = 0; i < 100; i++) {
      third.replyTo("INCR a", "-CLUSTERDOWN The cluster is down");
    }
    application.timeout(100);
  }

  @Test
  void anExecThatStaysRefusedReturnsTheServersLastReply() {
    for (int i = 0; i < 10_000; i++) {
      third.replyTo("EXEC", "-TRYAGAIN not yet");
    }

    assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
      application.timeout(100);
      assertEquals(
          List.of("+OK", "+QUEUED", "-TRYAGAIN not yet"), pipelined("MULTI", "INCR a", "EXEC"));
    });
    third.reset();
  }

  @Test
  void aMovedTransactionThatWasDiscardedIsDiscarded() throws IOException {
    application.call("SET a 1");
    cluster.move("a", second);

    assertEquals(List.of("+OK", "+QUEUED", "+OK"), pipelined("MULTI", "INCR a", "DISCARD"));
    assertEquals("1", cluster.store.get("a"));
  }

  @Test
  void aPushAmongTheRepliesOfAReplayReachesTheApplication() throws IOException {
    String push = ">2\r\n$10\r\ninvalidate\r\n*1\r\n$1\r\nz\r\n";
    oneByOne("HELLO 3", "SET a 1");
    cluster.move("a", second);
    second.replyTo("MULTI", push + "+OK").replyTo("INCR a", "+QUEUED").replyTo("EXEC", "*1\r\n:2");
    application.send("MULTI", "INCR a", "EXEC");

    List<String> replies = replies(4);
    assertTrue(replies.remove(">2 $10 invalidate *1 $1 z"), replies.toString());
    assertEquals(List.of("+OK", "+QUEUED", "*1 :2"), replies);
  }

  @Test
  void aTransactionWithACommandThatStaysRefusedIsAborted() throws IOException {
    cluster.hideTopology();
    for (int i = 0; i < 100; i++) {
      third.replyTo("INCR a", "-CLUSTERDOWN The cluster is down");
    }
    application.timeout(100);
    assertEquals(List.of("+OK", "-CLUSTERDOWN The cluster is down"), oneByOne("MULTI", "INCR a"));
    cluster.move("a", second);

    assertEquals(List.of("+QUEUED", ABORTED), oneByOne("GET a", "EXEC"));
    assertEquals(null, cluster.store.get("a"));
  }
}
