package io.clusteragent.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A cluster with several databases (Valkey 9): behind EXEC the session is where the transaction selected to be. */
class SelectInTransactionTest extends TransactionScenario {
  private static final String SELECT = "SELECT 5";

  @Test
  void theSessionFollowsAndNobodyElse() throws IOException {
    assertEquals(
        List.of("+OK", "+QUEUED", "+QUEUED", "*2 +OK +OK"),
        oneByOne("MULTI", SELECT, "SET a 1", "EXEC"));
    Await.until("the connection is in nobody's way", () -> inDatabase(third) == 0);
    assertEquals(1, inDatabase(first), "the application's own connection follows");

    oneByOne("INCR a", "INCR c");
    assertEquals(1, inDatabase(third));
    assertEquals(1, inDatabase(second));
    try (Application other = cluster.connect(second)) {
      other.ask("INCR a");
      assertEquals(1, inDatabase(third));
      assertEquals(2, third.conversations().size());
    }
  }

  @Test
  void theOwnConnectionIsThereAlready() throws IOException {
    assertEquals(
        List.of("+OK", "+QUEUED", "+QUEUED", "*2 +OK +OK"),
        oneByOne("MULTI", SELECT, "SET b 1", "EXEC"));
    oneByOne("GET b", "GET a");

    assertEquals(1, first.received().stream().filter(SELECT::equals).count());
    assertEquals(1, inDatabase(first));
    assertEquals(1, inDatabase(third));
  }

  @Test
  void whatIsWrittenBehindItFollowsToo() throws IOException {
    assertEquals(
        List.of("+OK", "+QUEUED", "+QUEUED", "*2 +OK +OK", "+OK", ":2"),
        together("MULTI", SELECT, "SET a 1", "EXEC", "SET c 1", "INCR a"));
    assertEquals(1, inDatabase(second));
    assertEquals(1, inDatabase(third));
  }

  @Test
  void theLastSelectThatRanCounts() throws IOException {
    assertEquals(
        List.of("+OK", "+QUEUED", "+QUEUED", "+QUEUED", "*3 +OK +OK -ERR DB index is out of range"),
        oneByOne("MULTI", "SELECT 3", SELECT, "SELECT 99", "EXEC"));
    oneByOne("GET a");

    assertEquals(List.of(SELECT), third.conversations().get(0).handshake());
  }

  @Test
  void ofSilentTransactionsToo() throws IOException {
    application.say("CLIENT REPLY OFF", "MULTI", SELECT, "SET a 1", "EXEC");
    application.ask("CLIENT REPLY ON");
    application.ask("GET c");

    assertEquals(1, inDatabase(second));
  }

  @Test
  void aTransactionThatMovesIsFollowed() throws IOException {
    cluster.known();
    cluster.move("a", second);
    assertEquals(
        List.of("+OK", "+QUEUED", "+QUEUED", "*2 +OK +OK"),
        oneByOne("MULTI", SELECT, "SET a 1", "EXEC"));
    Await.until("the connection is in nobody's way", () -> inDatabase(second) == 0);
    application.ask("GET c");

    assertEquals(1, inDatabase(second));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "MULTI,SELECT 5,SET a 1,DISCARD",
        "MULTI,SELECT 5,SET a 1,SET c 1,EXEC",
        "MULTI,SELECT 5,SET a 1,AUTH x,EXEC",
        "MULTI,SELECT 5,GET a,SET,EXEC",
        "WATCH a,MULTI,SELECT 5,SET a 1,CHANGE,EXEC",
        "MULTI,SELECT 99,SET a 1,EXEC"
      })
  void aSelectThatDidNotRunIsNotFollowed(String commands) throws IOException {
    third.answer("SET", "-ERR wrong number of arguments for 'set' command");
    if (!commands.contains("SET,")) {
      third.forget();
    }
    for (String command : commands.split(",")) {
      if (command.equals("CHANGE")) {
        cluster.store.put("a", "other");
      } else {
        application.ask(command);
      }
    }
    oneByOne("GET a", "GET c");

    assertEquals(0, inDatabase(first) + inDatabase(second) + inDatabase(third));
    cluster.assertAllGivenBack();
  }

  @Test
  void anOwnNodeThatRefusesTheDatabaseIsLeft() throws IOException {
    oneByOne("MULTI", "SET a 1", SELECT);
    first.answer(SELECT, "-ERR DB index is out of range");
    assertEquals("*2 +OK +OK", application.ask("EXEC"));

    assertEquals("$1 1", application.ask("GET a"));
    assertEquals("+PONG", application.ask("PING"));
    Await.until("the node's connection is closed", () -> inDatabase(first) == 0);
  }

  private static long inDatabase(FakeNode node) {
    return node.conversationsOfSessions().stream()
        .filter(c -> c.handshake().contains(SELECT))
        .count();
  }
}
