package io.clusteragent.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A session that tracks keys (CLIENT TRACKING) gets each invalidation, and notices the loss of each connection. */
class TrackingTest extends ThreeNodes {
  private static final String ALL_KEYS = ">2 $10 invalidate _";

  @BeforeEach
  void prepare() throws IOException {
    application.call("HELLO 3");
    application.call("CLIENT TRACKING ON");
    for (String key : List.of("a", "b", "c")) {
      application.call("GET " + key);
    }
  }

  // ---- other threads

  /** A thread with a cache hit checks for pushes while the connection's own thread has sent a command. */
  @Test
  void availableReadsPushesAndNeverWaitsForAReply() throws IOException {
    third.noReplyTo("GET a");
    application.send("GET a");
    second.push(invalidation("c"));

    Await.until("the push arrived", () -> available() > 0);
    assertEquals(
        ">2 $10 invalidate *1 $1 c",
        assertTimeoutPreemptively(Duration.ofSeconds(1), application::reply));
    assertEquals(0, available());
  }

  @Test
  void aReplyIsNotTakenForAPush() throws IOException {
    application.send("GET a");
    third.await("GET a");
    second.push(invalidation("c"));
    Await.until("the push arrived", () -> available() > 0);

    assertEquals(invalidation("c").length(), available());
    application.reply();
    assertEquals("$-1", application.reply());
  }

  /** Otherwise the thread with the cache hit would use a value that a node invalidated long ago. */
  @Test
  void aPushIsReadWhileAReplyFromAnotherNodeIsDue() throws IOException {
    third.noReplyTo("GET a");
    application.send("GET a");
    CompletableFuture<String> read = inAnotherThread(application::reply);
    second.push(invalidation("c"));

    assertEquals(">2 $10 invalidate *1 $1 c", within(read));
  }

  /** Jedis's {@code disconnect()} begins with a flush. */
  @Test
  void aThreadThatDisconnectsDoesNotWaitForAReply() throws IOException {
    third.noReplyTo("GET a");
    application.timeout(0);
    application.send("GET a");
    CompletableFuture<String> read = inAnotherThread(application::reply);

    within(inAnotherThread(() -> {
      application.socket.getOutputStream().flush();
      application.close();
      return null;
    }));
    assertThrows(Exception.class, () -> within(read));
  }

  // ---- the order of replies and pushes

  /** In the other order, the application would drop a value that it does not have yet, and then keep the old one. */
  @ParameterizedTest
  @ValueSource(strings = {"a", "d"})
  void anInvalidationFollowsTheValueThatItVoids(String key) throws IOException {
    third.replyTo("MGET " + key, "*1\r\n$3\r\nold\r\n" + invalidation(key).trim());

    assertEquals(key.equals("a") ? "*2 $3 old $-1" : "*2 $-1 $3 old", application.call("MGET a d"));
    assertEquals(">2 $10 invalidate *1 $1 " + key, application.reply());
  }

  @Test
  void anInvalidationOfAPartFollowsTheWholeReply() throws IOException {
    second.replyTo("MGET c", "*1\r\n$3\r\nold\r\n" + invalidation("c").trim());
    third.delayReplies(50);

    assertEquals("*2 $3 old $-1", application.call("MGET c a"));
    Await.until("the push arrived", () -> available() > 0);
    assertEquals(">2 $10 invalidate *1 $1 c", application.reply());
  }

  // ---- lost connections

  /** The third node serves the commands. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void theLossOfAnyConnectionEndsTheSession(int node) {
    cluster.nodes.get(node).closeConnections();

    Await.until("the loss shows", () -> isRefused("GET a"));
    assertThrows(UncheckedIOException.class, this::available, "so Jedis forgets what it read here");
    assertThrows(IOException.class, () -> application.call("GET b"));
    assertFalse(application.socket.isClosed(), "Jedis would connect anew, and not track");
  }

  /** Plain Jedis would write to a dead socket in this case. */
  @Test
  void aCommandAfterALossIsNotRun() throws IOException {
    second.closeConnections();
    Await.until("the loss shows", () -> isRefused("STRLEN a"));
    third.reset();

    assertThrows(IOException.class, () -> application.call("SET a 1"));
    application.socket.getOutputStream().flush();
    assertEquals(List.of(), third.received());
  }

  @Test
  void movedToTheSameNodeEndsTheSession() {
    third.replyTo("GET a", FakeCluster.moved("a", third));

    assertThrows(IOException.class, () -> application.call("GET a"));
    assertThrows(IOException.class, () -> application.call("GET b"));
  }

  @Test
  void aFailedWriteEndsTheSession() throws IOException {
    cluster.failWritesTo(third);

    assertThrows(IOException.class, () -> application.call("GET a"));
    assertThrows(IOException.class, () -> application.call("GET b"));
  }

  @Test
  void aSessionThatKeepsItsConnectionsContinues() throws IOException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(300);
    while (System.nanoTime() < end) {
      assertEquals("$-1", application.call("GET a"));
    }
    assertTrue(second.received().contains("PING"), "the session sends a PING now and then");
    assertEquals(1, second.sessionConnections());
  }

  // ---- what is not tracked any more

  /** A subscriber reads only one connection, or those of its sharded channels. */
  @ParameterizedTest
  @ValueSource(strings = {"SUBSCRIBE news", "SSUBSCRIBE a"})
  void aSubscriberForgetsWhatItCached(String subscribe) throws IOException {
    application.send(subscribe);

    assertEquals(ALL_KEYS, application.reply());
    assertTrue(application.reply().contains("subscribe"));
    Await.until("the other connections are closed", () -> tracked(second) == 0);
  }

  @Test
  void aSessionContinuesAfterItsSubscription() throws IOException {
    application.send("SSUBSCRIBE a");
    application.reply();
    application.reply();
    application.send("SUNSUBSCRIBE a");
    application.reply();

    assertEquals("$-1", application.call("GET a"));
    assertEquals("$-1", application.call("GET c"));
  }

  /** Tokens are renewed repeatedly: connections with an old one must not accumulate. */
  @Test
  void newCredentialsReachAllConnections() throws IOException {
    assertEquals("+OK", application.call("AUTH user secret"));
    assertEquals(ALL_KEYS, application.reply());
    assertEquals("$-1", application.call("GET a"));
    assertEquals("$-1", application.call("GET c"));

    Await.until(
        "the old connections are closed", () -> tracked(second) == 1 && tracked(third) == 1);
    assertTrue(
        third.conversations().get(0).handshake().contains("AUTH user secret"),
        "the remaining connection has the new credentials");
  }

  private static int tracked(FakeNode node) {
    return node.conversations().size();
  }

  private boolean isRefused(String command) {
    try {
      application.call(command);
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  private int available() {
    try {
      return application.socket.getInputStream().available();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String invalidation(String key) {
    return ">2\r\n" + Wire.bulk("invalidate") + "*1\r\n" + Wire.bulk(key);
  }

  private interface Act {
    String run() throws IOException;
  }

  private static CompletableFuture<String> inAnotherThread(Act act) {
    return CompletableFuture.supplyAsync(() -> {
      try {
        return act.run();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    });
  }

  private static String within(CompletableFuture<String> result) {
    return result.orTimeout(1, TimeUnit.SECONDS).join();
  }
}
