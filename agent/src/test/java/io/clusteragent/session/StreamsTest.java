package io.clusteragent.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Subscriptions and MONITOR: the server sends data without further commands. */
class StreamsTest {
  private FakeCluster cluster;
  private FakeNode first;
  private Application application;

  @BeforeEach
  void start() {
    cluster = new FakeCluster(3);
    first = cluster.nodes.get(0);
    application = cluster.connect(first);
  }

  @AfterEach
  void stop() throws IOException {
    application.close();
    cluster.close();
  }

  /** Reads on another thread, as a subscriber does. */
  private CompletableFuture<String> replyLater() {
    return CompletableFuture.supplyAsync(() -> {
      try {
        return application.reply();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    });
  }

  /** The subscriber's node fails, and the subscriber reads its next message from another node. */
  private void assertContinuesElsewhere(String channel) throws Exception {
    first.stop();
    CompletableFuture<String> next = replyLater();
    Await.until(
        "another listens", () -> cluster.nodes.stream().anyMatch(n -> isSubscribed(n, channel)));
    cluster.nodes.forEach(node -> node.push(message(channel, "1")));
    assertEquals("*3 $7 message $1 " + channel + " $1 1", next.get(5, TimeUnit.SECONDS));
  }

  private static String message(String channel, String text) {
    return Wire.array(List.of(Wire.bulk("message"), Wire.bulk(channel), Wire.bulk(text)));
  }

  @Test
  void oneCommandMaySubscribeToSeveralChannels() throws IOException {
    assertEquals("*3 $9 subscribe $1 x :1", application.call("SUBSCRIBE x y"));
    assertEquals("*3 $9 subscribe $1 y :2", application.reply());
    first.push(message("x", "hello"));
    assertEquals("*3 $7 message $1 x $5 hello", application.reply());
    assertEquals("*3 $11 unsubscribe $1 x :1", application.call("UNSUBSCRIBE"));
    assertEquals("*3 $11 unsubscribe $1 y :0", application.reply());
    assertEquals("+OK", application.call("SET a 1"));
    assertEquals("+PONG", application.call("PING"));
  }

  @Test
  void anotherThreadMayWriteWhileTheReaderWaits() throws Exception {
    application.timeout(0);
    application.call("SUBSCRIBE x");
    CompletableFuture<String> next = replyLater();
    application.send("SUBSCRIBE y");
    assertEquals("*3 $9 subscribe $1 y :2", next.get(5, TimeUnit.SECONDS));

    next = replyLater();
    application.send("UNSUBSCRIBE x");
    assertEquals("*3 $11 unsubscribe $1 x :1", next.get(5, TimeUnit.SECONDS));

    next = replyLater();
    application.send("UNSUBSCRIBE y");
    assertEquals("*3 $11 unsubscribe $1 y :0", next.get(5, TimeUnit.SECONDS));
    assertEquals("$-1", application.call("GET a"));
  }

  @Test
  void pingIsPartOfTheSubscription() throws IOException {
    application.call("SUBSCRIBE x");

    assertEquals("+PONG", application.call("PING"));
    first.push(message("x", "1"));
    assertEquals("*3 $7 message $1 x $1 1", application.reply());
    assertTrue(first.conversations().stream().anyMatch(c -> c.isSubscribedTo("x")));
  }

  /** Jedis does this in RESP3 when a token is about to expire. */
  @Test
  void credentialsAreRenewedDuringASubscription() throws Exception {
    application.call("HELLO 3");
    application.call("SUBSCRIBE x");
    CompletableFuture<String> next = replyLater();
    application.send("AUTH user token");
    assertEquals("+OK", next.get(5, TimeUnit.SECONDS));

    assertContinuesElsewhere("x");
  }

  /** A pooled connection may have had a subscriber of another kind before. */
  @Test
  void channelsOfTheOtherKindAreAllowedAfterAllWereUnsubscribed() throws IOException {
    for (int round = 0; round < 2; round++) {
      assertEquals("*3 $9 subscribe $4 news :1", application.call("SUBSCRIBE news"));
      assertEquals("*3 $11 unsubscribe $4 news :0", application.call("UNSUBSCRIBE news"));
      assertEquals("*3 $10 ssubscribe $1 a :1", application.call("SSUBSCRIBE a"));
      assertEquals("*3 $12 sunsubscribe $1 a :0", application.call("SUNSUBSCRIBE a"));
    }
    assertEquals("+OK", application.call("SET a 1"));
  }

  @ParameterizedTest
  @CsvSource({"SUBSCRIBE a, UNSUBSCRIBE a", "SSUBSCRIBE a, SUNSUBSCRIBE a"})
  void pingAfterASubscriptionIsAnOrdinaryCommand(String first, String last) throws IOException {
    application.call("SET c 1");
    application.call(first);
    application.call(last);

    application.send("PING", "GET c");
    assertEquals("+PONG", application.reply());
    assertEquals("$1 1", application.reply());
  }

  @Test
  void aSubscriptionInAPipelineStartsBehindEarlierReplies() throws IOException {
    application.send("SET a 1", "GET a", "SUBSCRIBE x");

    assertEquals("+OK", application.reply());
    assertEquals("$1 1", application.reply());
    assertEquals("*3 $9 subscribe $1 x :1", application.reply());
  }

  @Test
  void monitorShowsTheCommandsOfTheEntryNode() throws IOException {
    assertEquals("+OK", application.call("MONITOR"));
    first.push("+1 \"GET\" \"b\"\r\n+2 \"GET\" \"f\"\r\n");

    assertEquals("+1 \"GET\" \"b\"", application.reply());
    assertEquals("+2 \"GET\" \"f\"", application.reply());
  }

  @Test
  void closingEndsAWaitingSubscriber() throws Exception {
    application.timeout(0);
    application.call("SUBSCRIBE x");
    CompletableFuture<String> next = replyLater();
    application.close();

    Throwable end = next.handle((reply, failure) -> failure).get(5, TimeUnit.SECONDS);
    assertTrue(end != null && end.getCause() instanceof UncheckedIOException, String.valueOf(end));
  }

  @Test
  void aStreamThatIsClosedWhileItOpensAConnectionLeavesNoneBehind() throws Exception {
    FakeNode third = cluster.nodes.get(2);
    application.call("CLIENT SETNAME worker"); // a handshake, which the node delays
    assertEquals("+OK", application.call("MONITOR"));
    third.delayReplies(500);
    CompletableFuture<String> next = replyLater();
    Await.until("the connection is made", () -> !third.conversations().isEmpty());
    application.close();
    assertThrows(ExecutionException.class, () -> next.get(5, TimeUnit.SECONDS));
    Await.until("it is closed", () -> third.conversations().isEmpty());
  }

  @Test
  void nodesThatCloseSubscriptionsAtOnceAreNotTriedInATightLoop() throws IOException {
    application.call("SUBSCRIBE x");
    application.timeout(400);
    for (FakeNode node : cluster.nodes) {
      for (int i = 0; i < 1000; i++) {
        node.closeOn("SUBSCRIBE", "");
      }
    }
    int before = cluster.dialled().size();
    first.stop();

    IOException failure = assertThrows(IOException.class, () -> application.reply());
    assertTrue(failure.getMessage().contains("accepts the subscriptions"), failure.getMessage());
    assertTrue(cluster.dialled().size() - before < 100, () -> cluster.dialled().toString());
  }

  @Test
  void aSubscriptionOnADeadConnectionIsConfirmedByItsNewNode() throws IOException {
    application.call("GET b");
    first.closeConnections();

    assertEquals("*3 $9 subscribe $1 x :1", application.call("SUBSCRIBE x"));
    cluster.nodes.forEach(node -> node.push(message("x", "1")));
    assertEquals("*3 $7 message $1 x $1 1", application.reply());
  }

  @Test
  void aConfirmedSubscriptionIsNotConfirmedAgainByAnotherNode() throws Exception {
    application.call("SUBSCRIBE x");
    assertContinuesElsewhere("x");
  }

  @Test
  void closingEndsASubscribersSearchForANode() throws Exception {
    application.timeout(0);
    application.call("SUBSCRIBE x");
    cluster.nodes.forEach(FakeNode::stop);
    int before = cluster.dialled().size();
    CompletableFuture<String> next = replyLater();
    Await.until("another node is looked for", () -> cluster.dialled().size() > before);
    application.close();
    cluster.nodes.forEach(FakeNode::start);

    assertThrows(ExecutionException.class, () -> next.get(5, TimeUnit.SECONDS));
    Await.until("no subscription is left", () -> cluster.nodes.stream()
        .noneMatch(n -> isSubscribed(n, "x")));
  }

  private static boolean isSubscribed(FakeNode node, String channel) {
    return node.conversations().stream().anyMatch(c -> c.isSubscribedTo(channel));
  }

  @Test
  void otherThreadsDoNotWaitForTheSearchForANode() throws Exception {
    application.timeout(0);
    application.call("SUBSCRIBE x");
    cluster.nodes.subList(1, 3).forEach(FakeNode::hang);
    int before = cluster.dialled().size();
    first.stop();
    CompletableFuture<String> next = replyLater();
    Await.until("another node is dialled", () -> cluster.dialled().size() > before);
    long start = System.nanoTime();
    application.send("SUBSCRIBE y");
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);

    assertTrue(millis < 1000, millis + " ms, and a node that hangs is waited for for 2000");
    application.close();
    assertThrows(ExecutionException.class, () -> next.get(10, TimeUnit.SECONDS));
  }

  @Test
  void anUnsubscriptionDuringTheSearchForANodeIsConfirmed() throws Exception {
    application.timeout(0);
    application.call("SUBSCRIBE x");
    cluster.nodes.forEach(FakeNode::stop);
    int before = cluster.dialled().size();
    CompletableFuture<String> next = replyLater();
    // The first dial finds out whether the node lives.
    Await.until("another node is looked for", () -> cluster.dialled().size() > before + 1);
    application.send("UNSUBSCRIBE x");
    cluster.nodes.forEach(FakeNode::start);

    assertEquals("*3 $11 unsubscribe $1 x :0", next.get(5, TimeUnit.SECONDS));
  }
}
