package io.clusteragent.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clusteragent.session.state.RequestLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an application says about its connection holds for its node connections, too. */
class ConnectionStateTest {
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
  void stop() throws IOException {
    application.close();
    cluster.close();
  }

  private static List<String> handshakeOf(FakeNode node) {
    return node.conversations().get(0).handshake();
  }

  // ---- handshake

  @Test
  void whatWasAcceptedIsSaidOnNodeConnectionsCredentialsFirst() throws IOException {
    application.ask("SELECT 0");
    application.ask("CLIENT SETNAME worker");
    application.ask("CLIENT NO-EVICT ON");
    application.ask("AUTH user secret");
    application.ask("HELLO 3");
    application.ask("SET a 1");

    assertEquals(
        List.of(
            "AUTH user secret",
            "HELLO 3",
            "SELECT 0",
            "CLIENT SETNAME worker",
            "CLIENT NO-EVICT ON"),
        handshakeOf(third));
  }

  /** Large commands whose replies are outstanding leave no room to keep another. */
  @Test
  void whatIsSaidBehindVeryMuchIsSaidOnNodeConnectionsToo() throws IOException {
    application.timeout(20_000);
    int overhead = Wire.bytes(Wire.command(List.of("SET", "b", ""))).length + "64000000".length();
    String large = "x".repeat(RequestLog.LIMIT - overhead - 5);
    application.write(Wire.command(List.of("SET", "b", large))
        + Wire.command(List.of("CLIENT", "SETNAME", "worker"))
        + Wire.command(List.of("SET", "a", "1")));
    assertEquals("+OK", application.reply());
    assertEquals("+OK", application.reply());
    assertEquals("+OK", application.reply());

    assertEquals(List.of("CLIENT SETNAME worker"), handshakeOf(third));
  }

  @Test
  void whatWasRefusedIsNotSaidOnNodeConnections() throws IOException {
    first.answer("SELECT", "-ERR SELECT is not allowed in cluster mode");
    first.answer("AUTH", "-WRONGPASS invalid username-password pair or user is disabled.");

    assertEquals("-ERR SELECT is not allowed in cluster mode", application.ask("SELECT 1"));
    assertTrue(application.ask("AUTH wrong").startsWith("-WRONGPASS"));
    assertEquals("+OK", application.ask("CLIENT SETNAME worker"));
    assertEquals("+OK", application.ask("SET a 1"));
    assertEquals(List.of("CLIENT SETNAME worker"), handshakeOf(third));
  }

  @Test
  void aCommandWrittenTogetherWithItsHandshakeComesBehindIt() throws IOException {
    application.say("AUTH secret", "CLIENT SETNAME worker", "SET a 1", "GET a");

    assertEquals("+OK", application.reply());
    assertEquals("+OK", application.reply());
    assertEquals("+OK", application.reply());
    assertEquals("$1 1", application.reply());
    assertEquals(List.of("AUTH secret", "CLIENT SETNAME worker"), handshakeOf(third));
  }

  @Test
  void whatIsSaidWhileAKeyIsWatchedIsSaidOnNodeConnectionsToo() throws IOException {
    application.ask("WATCH a");
    assertEquals("+OK", application.ask("CLIENT SETNAME worker"));
    assertEquals("+OK", application.ask("SET c 1"));
    application.say("MULTI", "SET a 1", "EXEC");
    assertEquals("+OK", application.reply());
    assertEquals("+QUEUED", application.reply());
    assertEquals("*1 +OK", application.reply());
    assertEquals(List.of("CLIENT SETNAME worker"), handshakeOf(second));
  }

  @Test
  void helloMayHoldCredentialsAndName() throws IOException {
    assertEquals("%1 $5 proto :3", application.ask("HELLO 3 AUTH user secret SETNAME worker"));
    application.ask("SET a 1");

    assertEquals(
        List.of("AUTH user secret", "HELLO 3", "CLIENT SETNAME worker"), handshakeOf(third));
  }

  @Test
  void newCredentialsMakeNewConnections() throws IOException {
    application.ask("AUTH one");
    application.ask("SET a 1");
    application.ask("AUTH two");
    assertEquals("$1 1", application.ask("GET a"));

    List<List<String>> handshakes =
        third.conversations().stream().map(Conversation::handshake).toList();
    assertTrue(
        handshakes.contains(List.of("AUTH one")) && handshakes.contains(List.of("AUTH two")),
        handshakes.toString());
  }

  @Test
  void sessionsShareConnectionsOfTheirOwnIdentityOnly() throws IOException {
    application.ask("SET a 1");
    try (Application other = cluster.connect(first)) {
      other.ask("AUTH secret");
      other.ask("INCR a");
      application.ask("INCR a");
    }
    assertEquals(2, third.accepted());
    cluster.assertAllGivenBack();
  }

  @Test
  void credentialsThatANodeRefusesAreSaidToBeRefusedWithoutThem() throws IOException {
    application.ask("GET b");
    application.ask("AUTH secret");
    for (int i = 0; i < 100; i++) {
      third.answer("AUTH", "-WRONGPASS invalid username-password pair or user is disabled.");
    }
    application.timeout(100);
    application.say("INCR a");

    String message = assertThrows(IOException.class, application::reply).getMessage();
    assertTrue(message.contains("refused AUTH") && message.contains("WRONGPASS"), message);
    assertFalse(message.contains("secret"), message);
  }

  @Test
  void resetForgetsTheHandshake() throws IOException {
    application.ask("HELLO 3 AUTH user secret");
    assertEquals("+RESET", application.ask("RESET"));
    application.ask("SET a 1");

    assertEquals(List.of(), handshakeOf(third));
  }

  @Test
  void quitIsAnsweredAndEndsTheStream() throws IOException {
    application.ask("SET a 1");
    assertEquals("+OK", application.ask("QUIT"));

    assertEquals(-1, application.socket.getInputStream().read());
    cluster.assertAllGivenBack();
  }

  /** Or the command would be written, and the next take its reply. */
  @Test
  void aTimeoutThatIsNoneIsRefusedWhenItIsSet() throws IOException {
    assertThrows(IllegalArgumentException.class, () -> application.timeout(-1));
    assertEquals("+PONG", application.ask("PING"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-NOAUTH Authentication required.",
        "-BUSY Redis is busy running a script. You can only call SCRIPT KILL or SHUTDOWN NOSAVE."
      })
  void anUnknownCommandIsAskedAboutAgainWhenTheServerWouldNotSay(String refusal)
      throws IOException {
    application.ask("GET a");
    String add = "JSON.SET a";
    third.answer(add, ":1").answer(add, ":2");
    first.answer("COMMAND INFO JSON.SET", refusal);
    first.answer("JSON.SET", FakeCluster.moved("a", third));
    assertEquals(":1", application.ask(add));

    first.answer(
        "COMMAND INFO JSON.SET",
        "*1\r\n*7\r\n$8\r\njson.set\r\n:-2\r\n*1\r\n+write\r\n:1\r\n:1\r\n:1\r\n*0");
    assertEquals(":2", application.ask(add));
  }

  /** On another node the number is another client's. */
  @Test
  void invalidationsCannotGoToAnotherConnection() throws IOException {
    String refusal = application.ask("CLIENT TRACKING ON REDIRECT 5");

    assertTrue(refusal.startsWith("-ERR CLIENT TRACKING with REDIRECT"), refusal);
    assertEquals("+OK", application.ask("SET a 1"));
    assertEquals(List.of(), handshakeOf(third));
    assertFalse(first.received().contains("CLIENT TRACKING ON REDIRECT 5"));
  }

  // ---- CLIENT REPLY

  @Test
  void replyOffSilencesAllNodesUntilOn() throws IOException {
    application.say("CLIENT REPLY OFF");
    application.say("SET a 1", "SET b 2", "PING");
    application.say("MSET a 3 c 4");
    application.say("MULTI", "INCR a", "EXEC");

    assertEquals("+OK", application.ask("CLIENT REPLY ON"));
    assertEquals("*3 $1 4 $1 2 $1 4", application.ask("MGET a b c"));
    cluster.assertAllGivenBack();
  }

  @Test
  void replySkipSilencesTheNextCommandOnly() throws IOException {
    application.say(
        "CLIENT REPLY SKIP",
        "SET a 1",
        "INCR a",
        "CLIENT REPLY SKIP",
        "INCR a",
        "CLIENT REPLY SKIP");
    application.say("MGET a b", "GET a");

    assertEquals(":2", application.reply());
    assertEquals("$1 3", application.reply());
    cluster.assertAllGivenBack();
  }

  @Test
  void whatIsSaidInSilenceIsSaidOnNodeConnectionsToo() throws IOException {
    application.say(
        "CLIENT REPLY OFF",
        "HELLO 3",
        "AUTH user secret",
        "SELECT 3",
        "CLIENT SETNAME worker",
        "CLIENT NO-EVICT ON",
        "CLIENT TRACKING ON",
        "SET a 1");
    assertEquals("+OK", application.ask("CLIENT REPLY ON"));
    assertEquals("$1 1", application.ask("GET a"));

    assertEquals(
        List.of(
            "AUTH user secret",
            "HELLO 3",
            "SELECT 3",
            "CLIENT SETNAME worker",
            "CLIENT NO-EVICT ON",
            "CLIENT TRACKING ON"),
        handshakeOf(third));
  }

  @Test
  void whatIsSaidInOneSilentStepIsSaidOnNodeConnectionsToo() throws IOException {
    application.say("CLIENT REPLY SKIP", "AUTH user secret", "CLIENT REPLY SKIP", "SELECT 3");

    assertEquals("+OK", application.ask("SET a 1"));
    assertEquals(List.of("AUTH user secret", "SELECT 3"), handshakeOf(third));
  }

  @Test
  void whatIsRefusedInSilenceIsNot() throws IOException {
    first.answer("AUTH", "-WRONGPASS invalid username-password pair or user is disabled.");
    application.say("CLIENT REPLY OFF", "AUTH wrong", "SELECT 3", "SET a 1");

    assertEquals("+OK", application.ask("CLIENT REPLY ON"));
    assertEquals(List.of("SELECT 3"), handshakeOf(third));
  }

  @ParameterizedTest
  @ValueSource(strings = {"SUBSCRIBE x", "SSUBSCRIBE x", "UNSUBSCRIBE", "MONITOR"})
  void whatWouldListenIsNoneOfATransaction(String command) throws IOException {
    application.ask("MULTI");
    application.ask("SET a 1");

    String refusal = application.ask(command);
    assertTrue(refusal.contains("turns the connection into a stream"), refusal);
    assertTrue(application.ask("EXEC").startsWith("-EXECABORT"));
    assertEquals("$-1", application.ask("GET a"));
    cluster.assertAllGivenBack();
  }

  @Test
  void aSilencedCommandFollowsRedirectionsToo() throws IOException {
    application.ask("SET a 1");
    cluster.move("a", second);
    application.say("CLIENT REPLY OFF");
    application.say("INCR a", "INCR a");

    assertEquals("+OK", application.ask("CLIENT REPLY ON"));
    assertEquals("3", cluster.store.get("a"));
  }

  @Test
  void aWrongReplyModeIsRefused() throws IOException {
    assertEquals("-ERR syntax error", application.ask("CLIENT REPLY MAYBE"));
    assertEquals("+PONG", application.ask("PING"));
  }

  // ---- RESP3

  @Test
  void pushesBetweenRepliesReachTheReader() throws IOException {
    application.ask("HELLO 3");
    application.ask("SET a 1");
    third.answer("GET a", ">2\r\n+x\r\n+y\r\n$1\r\n1");
    assertEquals(">2 +x +y", application.ask("GET a"));
    assertEquals("$1 1", application.reply());

    third.answer("GET a", ">2\r\n+x\r\n*1\r\n+y\r\n$1\r\n1");
    application.say("GET a", "GET b", "GET a");
    assertEquals(">2 +x *1 +y", application.reply());
    assertEquals("$1 1", application.reply());
    assertEquals("$-1", application.reply());
    assertEquals("$1 1", application.reply());
  }

  @Test
  void aPushInFrontOfARedirectionIsDeliveredAndTheCommandStillFollowsIt() throws IOException {
    application.ask("HELLO 3");
    application.ask("SET a 1");
    cluster.move("a", second);
    third.answer("INCR a", ">1\r\n+x\r\n" + FakeCluster.moved("a", second));

    assertEquals(">1 +x", application.ask("INCR a"));
    assertEquals(":2", application.reply());
  }

  @Test
  void trackingKeepsItsConnectionsAndHearsOfAllNodes() throws IOException {
    application.ask("HELLO 3");
    application.ask("CLIENT TRACKING ON");
    application.ask("GET a");
    application.ask("GET c");
    assertEquals(List.of("HELLO 3", "CLIENT TRACKING ON"), handshakeOf(third));
    try (Application other = cluster.connect(first)) {
      other.ask("HELLO 3");
      other.ask("CLIENT TRACKING ON");
      other.ask("GET a");
    }
    assertEquals(2, third.accepted(), "none is shared");

    third.push(">2\r\n$10\r\ninvalidate\r\n*1\r\n$1\r\na\r\n");
    assertEquals(">2 $10 invalidate *1 $1 a", invalidation());
    second.push(">2\r\n$10\r\ninvalidate\r\n*1\r\n$1\r\nc\r\n");
    assertEquals(">2 $10 invalidate *1 $1 c", invalidation());
    assertEquals("$-1", application.ask("GET a"));
  }

  /** There a push would be taken for the answer: with BCAST a busy server sends one at any time. */
  @Test
  void theAgentAsksItsOwnQuestionsWhereNothingIsPushed() throws IOException {
    AtomicInteger pushedTo = new AtomicInteger();
    first.topology(() -> {
      pushedTo.set(tracked(first));
      return "-LOADING Redis is loading the dataset in memory\r\n";
    });
    application.ask("HELLO 3");
    application.ask("CLIENT TRACKING ON BCAST");
    application.ask("GET b");
    assertEquals(1, pushedTo.get(), "the application's own alone");

    first.topology(second.topology());
    application.ask("JSON.GET b");
    assertEquals(1, tracked(first));
  }

  private static int tracked(FakeNode node) {
    return (int) node.conversations().stream()
        .filter(c -> c.handshake().contains("CLIENT TRACKING ON BCAST"))
        .count();
  }

  /** Nobody would read what they push, and the node would keep it. */
  @ParameterizedTest
  @ValueSource(strings = {"CLIENT TRACKING OFF", "RESET"})
  void connectionsThatTrackedEndWithTheTracking(String end) throws IOException {
    application.ask("HELLO 3");
    application.ask("CLIENT TRACKING ON BCAST");
    application.ask("GET a");
    application.ask("GET c");
    assertEquals(2, tracked(second) + tracked(third));

    application.ask(end);
    Await.until("no node pushes", () -> tracked(second) + tracked(third) == 0);
    assertEquals("+OK", application.ask("SET a 1"));
  }

  private String invalidation() throws IOException {
    Await.until("something arrived", this::isAnythingThere);
    return application.reply();
  }

  private boolean isAnythingThere() {
    try {
      return application.socket.getInputStream().available() > 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void resetEndsATransactionAndTurnsRepliesOnAgain() throws IOException {
    application.ask("MULTI");
    assertEquals("+QUEUED", application.ask("SET a 1"));
    assertEquals("+RESET", application.ask("RESET"));
    assertEquals("$-1", application.ask("GET a"));

    application.say("CLIENT REPLY OFF", "SET a 2");
    assertEquals("+RESET", application.ask("RESET"));
    assertEquals("2", cluster.store.get("a"));
    cluster.assertAllGivenBack();
  }
}
