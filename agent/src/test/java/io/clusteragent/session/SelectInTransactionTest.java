package io.clusteragent.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** After EXEC the session uses the database that the transaction selected, on a cluster with several databases (Valkey 9). */
class SelectInTransactionTest extends TransactionScenario {
  private static final String SELECT = "SELECT 5";

  @Test
  void onlyThisSessionChangesItsDatabase() throws IOException {
    assertEquals(
        List.of("+OK", "+QUEUED", "+QUEUED", "*2 +OK +OK"),
        oneByOne("MULTI", SELECT, "SET a 1", "EXEC"));
    Await.until("no connection in that database stays in the pool", () -> inDatabase(third) == 0);
    assertEquals(1, inDatabase(first), "the application's own connection follows");

    oneByOne("INCR a", "INCR c");
    assertEquals(1, inDatabase(third));
    assertEquals(1, inDatabase(second));
    try (Application other = cluster.connect(second)) {
      other.call("INCR a");
      assertEquals(1, inDatabase(third));
      assertEquals(2, third.conversations().size());
    }
  }

  @Test
  void theEntryConnectionHasTheDatabaseAlready() throws IOException {
    assertEquals(
        List.of("+OK", "+QUEUED", "+QUEUED", "*2 +OK +OK"),
        oneByOne("MULTI", SELECT, "SET b 1", "EXEC"));
    oneByOne("GET b", "GET a");

    assertEquals(1, first.received().stream().filter(SELECT::equals).count());
    assertEquals(1, inDatabase(first));
    assertEquals(1, inDatabase(third));
  }

  @Test
  void commandsWrittenBehindExecUseTheDatabaseToo() throws IOException {
    assertEquals(
        List.of("+OK", "+QUEUED", "+QUEUED", "*2 +OK +OK", "+OK", ":2"),
        pipelined("MULTI", SELECT, "SET a 1", "EXEC", "SET c 1", "INCR a"));
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
  void aTransactionWithRepliesOffChangesTheDatabaseToo() throws IOException {
    application.send("CLIENT REPLY OFF", "MULTI", SELECT, "SET a 1", "EXEC");
    application.call("CLIENT REPLY ON");
    application.call("GET c");

    assertEquals(1, inDatabase(second));
  }

  @Test
  void aRedirectedTransactionChangesTheDatabase() throws IOException {
    cluster.agentView();
    cluster.move("a", second);
    assertEquals(
        List.of("+OK", "+QUEUED", "+QUEUED", "*2 +OK +OK"),
        oneByOne("MULTI", SELECT, "SET a 1", "EXEC"));
    Await.until("no connection in that database stays in the pool", () -> inDatabase(second) == 0);
    application.call("GET c");

    // The topology refresh can have a connection like the session's, too.
    Await.until("a connection is in that database", () -> inDatabase(second) > 0);
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
  void aSelectThatDidNotRunChangesNothing(String commands) throws IOException {
    third.replyTo("SET", "-ERR wrong number of arguments for 'set' command");
    if (!commands.contains("SET,")) {
      third.reset();
    }
    for (String command : commands.split(",")) {
      if (command.equals("CHANGE")) {
        cluster.store.put("a", "other");
      } else {
        application.call(command);
      }
    }
    oneByOne("GET a", "GET c");

    assertEquals(0, inDatabase(first) + inDatabase(second) + inDatabase(third));
    cluster.assertAllReleased();
  }

  @Test
  void anEntryNodeThatRefusesTheDatabaseIsAbandoned() throws IOException {
    oneByOne("MULTI", "SET a 1", SELECT);
    for (int i = 0; i < 10; i++) { // on new connections, too
      first.replyTo(SELECT, "-ERR DB index is out of range");
    }
    assertEquals("*2 +OK +OK", application.call("EXEC"));

    assertEquals("$1 1", application.call("GET a"));
    assertEquals("+PONG", application.call("PING"));
    Await.until("the node's connection is closed", () -> inDatabase(first) == 0);
  }

  private static long inDatabase(FakeNode node) {
    return node.conversationsOfSessions().stream()
        .filter(c -> c.handshake().contains(SELECT))
        .count();
  }
}
