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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The settings of an application's connection apply to its node connections, too. */
class ConnectionStateTest extends ThreeNodes {
  private static List<String> handshakeOf(FakeNode node) {
    return node.conversations().get(0).handshake();
  }

  // ---- handshake

  @Test
  void acceptedSettingsAreSentOnNodeConnectionsCredentialsFirst() throws IOException {
    application.call("SELECT 0");
    application.call("CLIENT SETNAME worker");
    application.call("CLIENT NO-EVICT ON");
    application.call("AUTH user secret");
    application.call("HELLO 3");
    application.call("SET a 1");

    assertEquals(
        List.of(
            "AUTH user secret",
            "HELLO 3",
            "SELECT 0",
            "CLIENT SETNAME worker",
            "CLIENT NO-EVICT ON"),
        handshakeOf(third));
  }

  /** Large commands without a reply yet leave no room to keep another one. */
  @Test
  void settingsBehindAVeryLargePipelineAreSentOnNodeConnectionsToo() throws IOException {
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
  void refusedSettingsAreNotSentOnNodeConnections() throws IOException {
    first.replyTo("SELECT", "-ERR SELECT is not allowed in cluster mode");
    first.replyTo("AUTH", "-WRONGPASS invalid username-password pair or user is disabled.");

    assertEquals("-ERR SELECT is not allowed in cluster mode", application.call("SELECT 1"));
    assertTrue(application.call("AUTH wrong").startsWith("-WRONGPASS"));
    assertEquals("+OK", application.call("CLIENT SETNAME worker"));
    assertEquals("+OK", application.call("SET a 1"));
    assertEquals(List.of("CLIENT SETNAME worker"), handshakeOf(third));
  }

  @Test
  void aCommandWrittenTogetherWithItsHandshakeIsSentBehindIt() throws IOException {
    application.send("AUTH secret", "CLIENT SETNAME worker", "SET a 1", "GET a");

    assertEquals("+OK", application.reply());
    assertEquals("+OK", application.reply());
    assertEquals("+OK", application.reply());
    assertEquals("$1 1", application.reply());
    assertEquals(List.of("AUTH secret", "CLIENT SETNAME worker"), handshakeOf(third));
  }

  @Test
  void settingsSentWhileAKeyIsWatchedAreSentOnNodeConnectionsToo() throws IOException {
    application.call("WATCH a");
    assertEquals("+OK", application.call("CLIENT SETNAME worker"));
    assertEquals("+OK", application.call("SET c 1"));
    application.send("MULTI", "SET a 1", "EXEC");
    assertEquals("+OK", application.reply());
    assertEquals("+QUEUED", application.reply());
    assertEquals("*1 +OK", application.reply());
    assertEquals(List.of("CLIENT SETNAME worker"), handshakeOf(second));
  }

  @Test
  void helloMayContainCredentialsAndAName() throws IOException {
    assertEquals("%1 $5 proto :3", application.call("HELLO 3 AUTH user secret SETNAME worker"));
    application.call("SET a 1");

    assertEquals(
        List.of("AUTH user secret", "HELLO 3", "CLIENT SETNAME worker"), handshakeOf(third));
  }

  @Test
  void newCredentialsMakeNewConnections() throws IOException {
    application.call("AUTH one");
    application.call("SET a 1");
    application.call("AUTH two");
    assertEquals("$1 1", application.call("GET a"));

    Await.until(
        "the only node connection has the new credentials",
        () -> third.conversationsOfSessions().stream()
            .map(Conversation::handshake)
            .toList()
            .equals(List.of(List.of("AUTH two"))));
  }

  @Test
  void sessionsShareOnlyConnectionsOfTheirOwnProfile() throws IOException {
    application.call("SET a 1");
    try (Application other = cluster.connect(first)) {
      other.call("AUTH secret");
      other.call("INCR a");
      application.call("INCR a");
    }
    assertEquals(2, third.sessionConnections());
    cluster.assertAllReleased();
  }

  @Test
  void credentialsThatANodeRefusesAreReportedWithoutTheirText() throws IOException {
    application.call("GET b");
    application.call("AUTH secret");
    for (int i = 0; i < 100; i++) {
      third.replyTo("AUTH", "-WRONGPASS invalid username-password pair or user is disabled.");
    }
    application.timeout(100);
    application.send("INCR a");

    String message = assertThrows(IOException.class, application::reply).getMessage();
    assertTrue(message.contains("refused AUTH") && message.contains("WRONGPASS"), message);
    assertFalse(message.contains("secret"), message);
  }

  @Test
  void resetClearsTheHandshake() throws IOException {
    application.call("HELLO 3 AUTH user secret");
    assertEquals("+RESET", application.call("RESET"));
    application.call("SET a 1");

    assertEquals(List.of(), handshakeOf(third));
  }

  @Test
  void quitGetsAReplyAndEndsTheStream() throws IOException {
    application.call("SET a 1");
    assertEquals("+OK", application.call("QUIT"));

    assertEquals(-1, application.socket.getInputStream().read());
    cluster.assertAllReleased();
  }

  /** Otherwise the command would be sent, and the next one would get its reply. */
  @Test
  void anInvalidTimeoutIsRefusedWhenItIsSet() throws IOException {
    assertThrows(IllegalArgumentException.class, () -> application.timeout(-1));
    assertEquals("+PONG", application.call("PING"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-NOAUTH Authentication required.",
        "-BUSY Redis is busy running a script. You can only call SCRIPT KILL or SHUTDOWN NOSAVE."
      })
  void anUnknownCommandIsLookedUpAgainWhenTheServerRefused(String refusal) throws IOException {
    application.call("GET a");
    String add = "MODULE.SET a";
    third.replyTo(add, ":1").replyTo(add, ":2");
    first.replyTo("COMMAND INFO MODULE.SET", refusal);
    first.replyTo("MODULE.SET", FakeCluster.moved("a", third));
    assertEquals(":1", application.call(add));

    first.replyTo(
        "COMMAND INFO MODULE.SET",
        "*1\r\n*7\r\n$10\r\nmodule.set\r\n:-2\r\n*1\r\n+write\r\n:1\r\n:1\r\n:1\r\n*0");
    assertEquals(":2", application.call(add));
  }

  /** On another node the same number belongs to another client. */
  @Test
  void invalidationsCannotGoToAnotherConnection() throws IOException {
    String refusal = application.call("CLIENT TRACKING ON REDIRECT 5");

    assertTrue(refusal.startsWith("-ERR CLIENT TRACKING with REDIRECT"), refusal);
    assertEquals("+OK", application.call("SET a 1"));
    assertEquals(List.of(), handshakeOf(third));
    assertFalse(first.received().contains("CLIENT TRACKING ON REDIRECT 5"));
  }

  // ---- CLIENT REPLY

  @Test
  void replyOffSilencesAllNodesUntilOn() throws IOException {
    application.send("CLIENT REPLY OFF");
    application.send("SET a 1", "SET b 2", "PING");
    application.send("MSET a 3 c 4");
    application.send("MULTI", "INCR a", "EXEC");

    assertEquals("+OK", application.call("CLIENT REPLY ON"));
    assertEquals("*3 $1 4 $1 2 $1 4", application.call("MGET a b c"));
    cluster.assertAllReleased();
  }

  @Test
  void replySkipSilencesTheNextCommandOnly() throws IOException {
    application.send(
        "CLIENT REPLY SKIP",
        "SET a 1",
        "INCR a",
        "CLIENT REPLY SKIP",
        "INCR a",
        "CLIENT REPLY SKIP");
    application.send("MGET a b", "GET a");

    assertEquals(":2", application.reply());
    assertEquals("$1 3", application.reply());
    cluster.assertAllReleased();
  }

  @Test
  void settingsSentWithRepliesOffAreSentOnNodeConnectionsToo() throws IOException {
    application.send(
        "CLIENT REPLY OFF",
        "HELLO 3",
        "AUTH user secret",
        "SELECT 3",
        "CLIENT SETNAME worker",
        "CLIENT NO-EVICT ON",
        "CLIENT TRACKING ON",
        "SET a 1");
    assertEquals("+OK", application.call("CLIENT REPLY ON"));
    assertEquals("$1 1", application.call("GET a"));

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
  void settingsSentInOneStepWithRepliesOffAreSentOnNodeConnectionsToo() throws IOException {
    application.send("CLIENT REPLY SKIP", "AUTH user secret", "CLIENT REPLY SKIP", "SELECT 3");

    assertEquals("+OK", application.call("SET a 1"));
    assertEquals(List.of("AUTH user secret", "SELECT 3"), handshakeOf(third));
  }

  @Test
  void settingsRefusedWithRepliesOffAreNotSent() throws IOException {
    first.replyTo("AUTH", "-WRONGPASS invalid username-password pair or user is disabled.");
    application.send("CLIENT REPLY OFF", "AUTH wrong", "SELECT 3", "SET a 1");

    assertEquals("+OK", application.call("CLIENT REPLY ON"));
    assertEquals(List.of("SELECT 3"), handshakeOf(third));
  }

  @ParameterizedTest
  @ValueSource(strings = {"SUBSCRIBE x", "SSUBSCRIBE x", "UNSUBSCRIBE", "MONITOR"})
  void aCommandThatStartsAStreamIsRefusedInATransaction(String command) throws IOException {
    application.call("MULTI");
    application.call("SET a 1");

    String refusal = application.call(command);
    assertTrue(refusal.contains("turns the connection into a stream"), refusal);
    assertTrue(application.call("EXEC").startsWith("-EXECABORT"));
    assertEquals("$-1", application.call("GET a"));
    cluster.assertAllReleased();
  }

  @Test
  void aSilencedCommandFollowsRedirectionsToo() throws IOException {
    application.call("SET a 1");
    cluster.move("a", second);
    application.send("CLIENT REPLY OFF");
    application.send("INCR a", "INCR a");

    assertEquals("+OK", application.call("CLIENT REPLY ON"));
    assertEquals("3", cluster.store.get("a"));
  }

  @Test
  void aWrongReplyModeIsRefused() throws IOException {
    assertEquals("-ERR syntax error", application.call("CLIENT REPLY MAYBE"));
    assertEquals("+PONG", application.call("PING"));
  }

  // ---- RESP3

  @Test
  void pushesBetweenRepliesReachTheReader() throws IOException {
    application.call("HELLO 3");
    application.call("SET a 1");
    third.replyTo("GET a", ">2\r\n+x\r\n+y\r\n$1\r\n1");
    assertEquals(">2 +x +y", application.call("GET a"));
    assertEquals("$1 1", application.reply());

    third.replyTo("GET a", ">2\r\n+x\r\n*1\r\n+y\r\n$1\r\n1");
    application.send("GET a", "GET b", "GET a");
    assertEquals(">2 +x *1 +y", application.reply());
    assertEquals("$1 1", application.reply());
    assertEquals("$-1", application.reply());
    assertEquals("$1 1", application.reply());
  }

  @Test
  void aPushInFrontOfARedirectionIsDeliveredAndTheRedirectionFollowed() throws IOException {
    application.call("HELLO 3");
    application.call("SET a 1");
    cluster.move("a", second);
    third.replyTo("INCR a", ">1\r\n+x\r\n" + FakeCluster.moved("a", second));

    assertEquals(">1 +x", application.call("INCR a"));
    assertEquals(":2", application.reply());
  }

  @Test
  void trackingKeepsItsConnectionsAndGetsInvalidationsOfAllNodes() throws IOException {
    application.call("HELLO 3");
    application.call("CLIENT TRACKING ON");
    application.call("GET a");
    application.call("GET c");
    assertEquals(List.of("HELLO 3", "CLIENT TRACKING ON"), handshakeOf(third));
    try (Application other = cluster.connect(first)) {
      other.call("HELLO 3");
      other.call("CLIENT TRACKING ON");
      other.call("GET a");
    }
    assertEquals(2, third.sessionConnections(), "none is shared");

    third.push(">2\r\n$10\r\ninvalidate\r\n*1\r\n$1\r\na\r\n");
    assertEquals(">2 $10 invalidate *1 $1 a", invalidation());
    second.push(">2\r\n$10\r\ninvalidate\r\n*1\r\n$1\r\nc\r\n");
    assertEquals(">2 $10 invalidate *1 $1 c", invalidation());
    assertEquals("$-1", application.call("GET a"));
  }

  /** On other connections a push would be taken for the reply: with BCAST a busy server sends one at any time. */
  @Test
  void theAgentsOwnCommandsUseConnectionsWithoutPushes() throws IOException {
    AtomicInteger pushedTo = new AtomicInteger();
    first.topology(() -> {
      pushedTo.set(tracked(first));
      return "-LOADING Redis is loading the dataset in memory\r\n";
    });
    application.call("HELLO 3");
    application.call("CLIENT TRACKING ON BCAST");
    application.call("GET b");
    assertEquals(1, pushedTo.get(), "the entry connection alone");

    first.topology(second.topology());
    application.call("MODULE.GET b");
    assertEquals(1, tracked(first));
  }

  private static int tracked(FakeNode node) {
    return (int) node.conversations().stream()
        .filter(c -> c.handshake().contains("CLIENT TRACKING ON BCAST"))
        .count();
  }

  /** The session would not read their pushes any more, and the node would keep them. */
  @ParameterizedTest
  @ValueSource(strings = {"CLIENT TRACKING OFF", "RESET"})
  void trackingConnectionsAreClosedWhenTrackingEnds(String end) throws IOException {
    application.call("HELLO 3");
    application.call("CLIENT TRACKING ON BCAST");
    application.call("GET a");
    application.call("GET c");
    assertEquals(2, tracked(second) + tracked(third));

    application.call(end);
    Await.until("no node pushes", () -> tracked(second) + tracked(third) == 0);
    assertEquals("+OK", application.call("SET a 1"));
  }

  private String invalidation() throws IOException {
    Await.until("bytes arrived", this::hasInput);
    return application.reply();
  }

  private boolean hasInput() {
    try {
      return application.socket.getInputStream().available() > 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void resetEndsATransactionAndTurnsRepliesOnAgain() throws IOException {
    application.call("MULTI");
    assertEquals("+QUEUED", application.call("SET a 1"));
    assertEquals("+RESET", application.call("RESET"));
    assertEquals("$-1", application.call("GET a"));

    application.send("CLIENT REPLY OFF", "SET a 2");
    assertEquals("+RESET", application.call("RESET"));
    assertEquals("2", cluster.store.get("a"));
    cluster.assertAllReleased();
  }
}
