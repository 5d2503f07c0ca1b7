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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A session that tracks keys (CLIENT TRACKING) hears of each change, and of the loss of each connection. */
class TrackingTest {
  private static final String ALL_KEYS = ">2 $10 invalidate _";

  private FakeCluster cluster;
  private FakeNode first;
  private FakeNode second;
  private FakeNode third;
  private Application application;

  @BeforeEach
  void start() throws IOException {
    cluster = new FakeCluster(3);
    first = cluster.nodes.get(0);
    second = cluster.nodes.get(1);
    third = cluster.nodes.get(2);
    application = cluster.connect(first);
    application.ask("HELLO 3");
    application.ask("CLIENT TRACKING ON");
    for (String key : List.of("a", "b", "c")) {
      application.ask("GET " + key);
    }
  }

  @AfterEach
  void stop() throws IOException {
    application.close();
    cluster.close();
  }

  // ---- other threads

  /** A thread with a hit in the cache looks while the connection's own thread has sent a command. */
  @Test
  void lookingGivesPushesAndNeverWaitsForAReply() throws IOException {
    third.silent("GET a");
    application.say("GET a");
    second.push(invalidation("c"));

    Await.until("the push arrived", () -> available() > 0);
    assertEquals(
        ">2 $10 invalidate *1 $1 c",
        assertTimeoutPreemptively(Duration.ofSeconds(1), application::reply));
    assertEquals(0, available());
  }

  @Test
  void aReplyIsNotTakenForAPush() throws IOException {
    application.say("GET a");
    third.await("GET a");
    second.push(invalidation("c"));
    Await.until("the push arrived", () -> available() > 0);

    assertEquals(invalidation("c").length(), available());
    application.reply();
    assertEquals("$-1", application.reply());
  }

  /** Else the thread that has the hit takes a value for valid that a node called void long ago. */
  @Test
  void aPushIsReadWhileAReplyFromAnotherNodeIsDue() throws IOException {
    third.silent("GET a");
    application.say("GET a");
    CompletableFuture<String> read = inAnotherThread(application::reply);
    second.push(invalidation("c"));

    assertEquals(">2 $10 invalidate *1 $1 c", within(read));
  }

  /** Jedis's {@code disconnect()} begins with a flush. */
  @Test
  void aThreadThatDisconnectsDoesNotWaitForAReply() throws IOException {
    third.silent("GET a");
    application.timeout(0);
    application.say("GET a");
    CompletableFuture<String> read = inAnotherThread(application::reply);

    within(inAnotherThread(() -> {
      application.socket.getOutputStream().flush();
      application.close();
      return null;
    }));
    assertThrows(Exception.class, () -> within(read));
  }

  // ---- the order of replies and pushes

  /** The application would forget what it does not know yet, and keep the old value then. */
  @ParameterizedTest
  @ValueSource(strings = {"a", "d"})
  void anInvalidationFollowsTheValueThatItVoids(String key) throws IOException {
    third.answer("MGET " + key, "*1\r\n$3\r\nold\r\n" + invalidation(key).trim());

    assertEquals(key.equals("a") ? "*2 $3 old $-1" : "*2 $-1 $3 old", application.ask("MGET a d"));
    assertEquals(">2 $10 invalidate *1 $1 " + key, application.reply());
  }

  @Test
  void anInvalidationOfAPartFollowsTheWholeReply() throws IOException {
    second.answer("MGET c", "*1\r\n$3\r\nold\r\n" + invalidation("c").trim());
    third.far(50);

    assertEquals("*2 $3 old $-1", application.ask("MGET c a"));
    Await.until("the push arrived", () -> available() > 0);
    assertEquals(">2 $10 invalidate *1 $1 c", application.reply());
  }

  // ---- lost connections

  /** The commands' own node is the third. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void theLossOfAnyConnectionEndsTheSession(int node) {
    cluster.nodes.get(node).hangUp();

    Await.until("the loss shows", () -> isRefused("GET a"));
    assertThrows(UncheckedIOException.class, this::available, "so Jedis forgets what it read here");
    assertThrows(IOException.class, () -> application.ask("GET b"));
    assertFalse(application.socket.isClosed(), "Jedis would connect anew, and not track");
  }

  /** Plain Jedis would have written to a dead socket. */
  @Test
  void aCommandAfterALossIsNotRun() throws IOException {
    second.hangUp();
    Await.until("the loss shows", () -> isRefused("STRLEN a"));
    third.forget();

    assertThrows(IOException.class, () -> application.ask("SET a 1"));
    application.socket.getOutputStream().flush();
    assertEquals(List.of(), third.received());
  }

  @Test
  void aConnectionThatMovedToItsOwnNodeIsLost() {
    third.answer("GET a", FakeCluster.moved("a", third));

    assertThrows(IOException.class, () -> application.ask("GET a"));
    assertThrows(IOException.class, () -> application.ask("GET b"));
  }

  @Test
  void aConnectionThatCannotBeWrittenToIsLost() throws IOException {
    cluster.failWritesTo(third);

    assertThrows(IOException.class, () -> application.ask("GET a"));
    assertThrows(IOException.class, () -> application.ask("GET b"));
  }

  @Test
  void aSessionThatKeepsItsConnectionsGoesOn() throws IOException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(300);
    while (System.nanoTime() < end) {
      assertEquals("$-1", application.ask("GET a"));
    }
    assertTrue(second.received().contains("PING"), "which is asked for now and then");
    assertEquals(1, second.accepted());
  }

  // ---- what is not tracked any more

  /** A subscriber reads one connection, or those of its sharded channels. */
  @ParameterizedTest
  @ValueSource(strings = {"SUBSCRIBE news", "SSUBSCRIBE a"})
  void aSubscriberForgetsWhatItCached(String subscribe) throws IOException {
    application.say(subscribe);

    assertEquals(ALL_KEYS, application.reply());
    assertTrue(application.reply().contains("subscribe"));
    Await.until("the other connections end", () -> tracked(second) == 0);
  }

  @Test
  void aSubscriberReadsItsSessionOnAfterwards() throws IOException {
    application.say("SSUBSCRIBE a");
    application.reply();
    application.reply();
    application.say("SUNSUBSCRIBE a");
    application.reply();

    assertEquals("$-1", application.ask("GET a"));
    assertEquals("$-1", application.ask("GET c"));
  }

  /** A token is renewed again and again: connections with an old one must not pile up. */
  @Test
  void newCredentialsReachAllConnections() throws IOException {
    assertEquals("+OK", application.ask("AUTH user secret"));
    assertEquals(ALL_KEYS, application.reply());
    assertEquals("$-1", application.ask("GET a"));
    assertEquals("$-1", application.ask("GET c"));

    Await.until("old connections end", () -> tracked(second) == 1 && tracked(third) == 1);
    assertTrue(
        third.conversations().get(0).handshake().contains("AUTH user secret"), "with the new ones");
  }

  private static int tracked(FakeNode node) {
    return node.conversations().size();
  }

  private boolean isRefused(String command) {
    try {
      application.ask(command);
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
