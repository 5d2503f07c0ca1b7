package io.clusteragent.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** MULTI, EXEC and DISCARD without failures, as the different Jedis lines use them. */
class TransactionsTest extends TransactionScenario {
  @Test
  void aTransactionRunsOnTheNodeOfItsKeys() throws IOException {
    assertEquals(
        List.of("+OK", "+QUEUED", "+QUEUED", "*2 +OK :2"),
        pipelined("MULTI", "SET a 1", "INCR a", "EXEC"));
    assertEquals(List.of("MULTI", "SET a 1", "INCR a", "EXEC"), third.received());
  }

  @Test
  void aTransactionMayBeSentOneByOne() throws IOException {
    assertEquals(
        List.of("+OK", "+QUEUED", "+QUEUED", "*2 +OK :2"),
        oneByOne("MULTI", "SET a 1", "INCR a", "EXEC"));
  }

  @Test
  void multiGetsItsReplyBeforeItIsSentToANode() throws IOException {
    application.call("GET a");
    third.reset();
    assertEquals("+OK", application.call("MULTI"));
    assertEquals(List.of(), third.received());
    assertEquals(List.of(), first.received());
    assertEquals("*0", application.call("EXEC"));
  }

  @Test
  void theServerAnswersExecAfterReset() throws IOException {
    assertEquals(
        List.of(
            "+OK", "+QUEUED", "+RESET", "-ERR EXEC without MULTI", "-ERR DISCARD without MULTI"),
        pipelined("MULTI", "SET a 1", "RESET", "EXEC", "DISCARD"));
    assertEquals(
        List.of("+OK", "+RESET", "-ERR EXEC without MULTI"), oneByOne("WATCH a", "RESET", "EXEC"));
    assertEquals(null, cluster.store.get("a"));
  }

  @Test
  void afterResetTheServerWantsItsPasswordAgain() throws IOException {
    cluster.nodes.forEach(node -> node.requirePassword("secret"));
    assertEquals(
        List.of("+OK", "+OK", "+QUEUED", "+RESET", "-NOAUTH Authentication required."),
        oneByOne("AUTH secret", "MULTI", "SET a 1", "RESET", "EXEC"));
    cluster.nodes.forEach(node -> node.requirePassword(null));
  }

  @Test
  void commandsWithoutAKeyMayComeFirst() throws IOException {
    assertEquals(
        List.of("+OK", "+QUEUED", "+QUEUED", "+QUEUED", "+QUEUED", "*4 $1 x +PONG :1 +PONG"),
        pipelined("MULTI", "ECHO x", "PING", "INCR c", "PING", "EXEC"));
    assertEquals(List.of("MULTI", "ECHO x", "PING", "INCR c", "PING", "EXEC"), second.received());
  }

  @Test
  void aTransactionWithoutAnyKeyRunsOnTheEntryNode() throws IOException {
    assertEquals(List.of("+OK", "+QUEUED", "*1 +PONG"), oneByOne("MULTI", "PING", "EXEC"));
    assertEquals(List.of("MULTI", "PING", "EXEC"), first.received());
  }

  @Test
  void transactionsFollowEachOtherInOnePipeline() throws IOException {
    assertEquals(
        List.of("+OK", "+QUEUED", "*1 :1", "$1 1", "+OK", "+QUEUED", "*1 :1", ":2"),
        pipelined("MULTI", "INCR a", "EXEC", "GET a", "MULTI", "INCR c", "EXEC", "INCR a"));
  }

  @Test
  void discardRunsNoCommand() throws IOException {
    assertEquals(List.of("+OK", "+QUEUED", "+OK"), pipelined("MULTI", "SET a 1", "DISCARD"));
    assertEquals(List.of("+OK", "+OK"), oneByOne("MULTI", "DISCARD"));
    assertEquals(List.of("+OK", "+QUEUED", "+OK"), oneByOne("MULTI", "PING", "DISCARD"));
    assertEquals("$-1", application.call("GET a"));
  }

  @Test
  void commandsOutOfPlaceAreRefusedAsByAServer() throws IOException {
    assertEquals("-ERR EXEC without MULTI", application.call("EXEC"));
    assertEquals("-ERR DISCARD without MULTI", application.call("DISCARD"));
    assertEquals(
        List.of(
            "+OK",
            "-ERR MULTI calls can not be nested",
            "-ERR WATCH inside MULTI is not allowed",
            "*0"),
        oneByOne("MULTI", "MULTI", "WATCH a", "EXEC"));
  }

  @Test
  void keysOfTwoSlotsAbortATransaction() throws IOException {
    assertEquals(
        List.of("+OK", "+QUEUED", CROSSSLOT, "+QUEUED", ABORTED),
        pipelined("MULTI", "INCR a", "INCR b", "INCR a", "EXEC"));
    assertEquals("$-1", application.call("GET a"));
  }

  @Test
  void oneCommandWithKeysOfTwoSlotsAbortsATransaction() throws IOException {
    assertEquals(CROSSSLOT, oneByOne("MULTI", "MSET a 1 b 2").get(1));
    assertEquals(ABORTED, application.call("EXEC"));
    assertEquals("$-1", application.call("GET a"));
  }

  @Test
  void errorsOfQueuedCommandsComeFromTheServer() throws IOException {
    assertEquals(
        List.of("+OK", "+QUEUED", "+QUEUED", "*2 +OK -ERR value is not an integer or out of range"),
        pipelined("MULTI", "SET a x", "INCR a", "EXEC"));
  }

  @Test
  void theOnlyDatabaseCanBeSelectedInATransaction() throws IOException {
    for (String key : List.of("a", "b")) {
      assertEquals(
          List.of("+OK", "+QUEUED", "+QUEUED", "+QUEUED", "*3 +OK +OK $1 1"),
          oneByOne("MULTI", "SELECT 0", "SET " + key + " 1", "GET " + key, "EXEC"));
    }
  }

  /** Otherwise its commands would run one by one. */
  @Test
  void aUserWithoutTheRightToMultiGetsTheRefusal() throws IOException {
    String refusal = "-NOPERM this user has no permissions to run the 'multi' command";
    oneByOne("AUTH user secret", "SET a 1");
    first.replyTo("MULTI", refusal);

    assertEquals(
        List.of(refusal, ":2", "-ERR EXEC without MULTI", "+PONG"),
        oneByOne("MULTI", "INCR a", "EXEC", "PING"));
  }

  @Test
  void theRightToMultiIsCheckedOnceForAUser() throws IOException {
    oneByOne("AUTH user secret", "SET a 1");

    for (int i = 0; i < 3; i++) {
      assertEquals(
          List.of("+OK", "+QUEUED", "*1 :" + (i + 2)), oneByOne("MULTI", "INCR a", "EXEC"));
    }
    assertEquals(1, first.received().stream().filter("MULTI"::equals).count());
    assertEquals(3, third.received().stream().filter("MULTI"::equals).count());
  }

  /** In EXEC's reply, NOSCRIPT would be an element, and all other commands would have run. */
  @Test
  void aScriptThatTheNodeMayLackIsSentWithItsBody() throws IOException {
    first.replyTo("EVAL", "+ran");
    application.call("EVAL script 0");
    String known = "cb5346a081dcf654061b7f897ea14d9b43140712";
    String unknown = "0000000000000000000000000000000000000000";

    oneByOne("MULTI", "EVALSHA " + known + " 1 a", "EVALSHA_RO " + known + " 1 a x");
    oneByOne("EVALSHA " + unknown + " 1 a", "EVALSHA " + known, "DISCARD");

    assertEquals(
        List.of(
            "MULTI",
            "EVAL script 1 a",
            "EVAL_RO script 1 a x",
            "EVALSHA " + unknown + " 1 a",
            "EVALSHA " + known,
            "DISCARD"),
        third.received());
  }

  // ---- what a transaction cannot hold

  /**
   * The command would be queued only on the entry node. Elsewhere it would run at once, and EXEC would return one reply too few.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "AUTH secret",
        "HELLO 3",
        "CLIENT SETNAME worker",
        "CLIENT NO-EVICT ON",
        "CLIENT TRACKING ON",
        "CLIENT REPLY OFF",
        "READONLY"
      })
  void aCommandThatChangesTheConnectionIsRefused(String command) throws IOException {
    for (String key : List.of("a", "b")) {
      List<String> replies = oneByOne("MULTI", "SET " + key + " 1", command, "GET " + key, "EXEC");

      assertEquals(List.of("+OK", "+QUEUED"), replies.subList(0, 2));
      assertTrue(replies.get(2).contains(" changes the connection"), replies.get(2));
      assertEquals(List.of("+QUEUED", ABORTED), replies.subList(3, 5));
    }
    assertEquals("$-1", application.call("GET a"));
    assertFalse(first.received().contains(command));
  }
}
