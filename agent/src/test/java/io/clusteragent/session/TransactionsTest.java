package io.clusteragent.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** MULTI, EXEC and DISCARD without trouble, as the different Jedis lines use them. */
class TransactionsTest extends TransactionScenario {
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
}
