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

/** Subscriptions and MONITOR: replies without commands. */
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

  /** The subscriber's node dies, and the next thing that it reads is a message that another one has. */
  private void assertGoesOnElsewhere(String channel) throws Exception {
    first.stop();
    CompletableFuture<String> next = replyLater();
    Await.until("another listens", () -> cluster.nodes.stream().anyMatch(n -> listens(n, channel)));
    cluster.nodes.forEach(node -> node.push(message(channel, "1")));
    assertEquals("*3 $7 message $1 " + channel + " $1 1", next.get(5, TimeUnit.SECONDS));
  }

  private static String message(String channel, String text) {
    return Wire.array(List.of(Wire.bulk("message"), Wire.bulk(channel), Wire.bulk(text)));
  }

  @Test
  void oneCommandMaySubscribeToSeveralChannels() throws IOException {
    assertEquals("*3 $9 subscribe $1 x :1", application.ask("SUBSCRIBE x y"));
    assertEquals("*3 $9 subscribe $1 y :2", application.reply());
    first.push(message("x", "hello"));
    assertEquals("*3 $7 message $1 x $5 hello", application.reply());
    assertEquals("*3 $11 unsubscribe $1 x :1", application.ask("UNSUBSCRIBE"));
    assertEquals("*3 $11 unsubscribe $1 y :0", application.reply());
    assertEquals("+OK", application.ask("SET a 1"));
    assertEquals("+PONG", application.ask("PING"));
  }

  @Test
  void anotherThreadMayWriteWhileTheReaderWaits() throws Exception {
    application.timeout(0);
    application.ask("SUBSCRIBE x");
    CompletableFuture<String> next = replyLater();
    application.say("SUBSCRIBE y");
    assertEquals("*3 $9 subscribe $1 y :2", next.get(5, TimeUnit.SECONDS));

    next = replyLater();
    application.say("UNSUBSCRIBE x");
    assertEquals("*3 $11 unsubscribe $1 x :1", next.get(5, TimeUnit.SECONDS));

    next = replyLater();
    application.say("UNSUBSCRIBE y");
    assertEquals("*3 $11 unsubscribe $1 y :0", next.get(5, TimeUnit.SECONDS));
    assertEquals("$-1", application.ask("GET a"));
  }

  @Test
  void pingBelongsToTheSubscription() throws IOException {
    application.ask("SUBSCRIBE x");

    assertEquals("+PONG", application.ask("PING"));
    first.push(message("x", "1"));
    assertEquals("*3 $7 message $1 x $1 1", application.reply());
    assertTrue(first.conversations().stream().anyMatch(c -> c.listensTo("x")));
  }

  /** As Jedis does in RESP3 when a token is about to expire. */
  @Test
  void credentialsAreRenewedInASubscriptionThatGoesOn() throws Exception {
    application.ask("HELLO 3");
    application.ask("SUBSCRIBE x");
    CompletableFuture<String> next = replyLater();
    application.say("AUTH user token");
    assertEquals("+OK", next.get(5, TimeUnit.SECONDS));

    assertGoesOnElsewhere("x");
  }

  /** A connection that comes from a pool may have been a subscriber's of another kind. */
  @Test
  void channelsOfTheOtherKindMayFollowWhenAllWereLeft() throws IOException {
    for (int round = 0; round < 2; round++) {
      assertEquals("*3 $9 subscribe $4 news :1", application.ask("SUBSCRIBE news"));
      assertEquals("*3 $11 unsubscribe $4 news :0", application.ask("UNSUBSCRIBE news"));
      assertEquals("*3 $10 ssubscribe $1 a :1", application.ask("SSUBSCRIBE a"));
      assertEquals("*3 $12 sunsubscribe $1 a :0", application.ask("SUNSUBSCRIBE a"));
    }
    assertEquals("+OK", application.ask("SET a 1"));
  }

  @ParameterizedTest
  @CsvSource({"SUBSCRIBE a, UNSUBSCRIBE a", "SSUBSCRIBE a, SUNSUBSCRIBE a"})
  void pingBehindASubscriptionThatIsOverIsAnOrdinaryCommand(String first, String last)
      throws IOException {
    application.ask("SET c 1");
    application.ask(first);
    application.ask(last);

    application.say("PING", "GET c");
    assertEquals("+PONG", application.reply());
    assertEquals("$1 1", application.reply());
  }

  @Test
  void aSubscriptionBehindAPipelineStartsBehindItsReplies() throws IOException {
    application.say("SET a 1", "GET a", "SUBSCRIBE x");

    assertEquals("+OK", application.reply());
    assertEquals("$1 1", application.reply());
    assertEquals("*3 $9 subscribe $1 x :1", application.reply());
  }

  @Test
  void monitorShowsWhatTheOwnNodeSees() throws IOException {
    assertEquals("+OK", application.ask("MONITOR"));
    first.push("+1 \"GET\" \"b\"\r\n+2 \"GET\" \"f\"\r\n");

    assertEquals("+1 \"GET\" \"b\"", application.reply());
    assertEquals("+2 \"GET\" \"f\"", application.reply());
  }

  @Test
  void closingEndsASubscriberThatWaits() throws Exception {
    application.timeout(0);
    application.ask("SUBSCRIBE x");
    CompletableFuture<String> next = replyLater();
    application.close();

    Throwable end = next.handle((reply, failure) -> failure).get(5, TimeUnit.SECONDS);
    assertTrue(end != null && end.getCause() instanceof UncheckedIOException, String.valueOf(end));
  }

  @Test
  void aStreamThatIsClosedWhileItOpensAConnectionLeavesNoneBehind() throws Exception {
    FakeNode third = cluster.nodes.get(2);
    application.ask("CLIENT SETNAME worker"); // the handshake, for which the node takes its time
    assertEquals("+OK", application.ask("MONITOR"));
    third.far(500);
    CompletableFuture<String> next = replyLater();
    Await.until("the connection is made", () -> !third.conversations().isEmpty());
    application.close();
    assertThrows(ExecutionException.class, () -> next.get(5, TimeUnit.SECONDS));
    Await.until("it is closed", () -> third.conversations().isEmpty());
  }

  @Test
  void nodesThatLetASubscriberGoAtOnceAreNotAskedInATightLoop() throws IOException {
    application.ask("SUBSCRIBE x");
    application.timeout(400);
    for (FakeNode node : cluster.nodes) {
      for (int i = 0; i < 1000; i++) {
        node.hangUp("SUBSCRIBE", "");
      }
    }
    int before = cluster.dialled().size();
    first.hangUp();

    IOException failure = assertThrows(IOException.class, () -> application.reply());
    assertTrue(failure.getMessage().contains("accepts the subscriptions"), failure.getMessage());
    assertTrue(cluster.dialled().size() - before < 50, () -> cluster.dialled().toString());
  }

  @Test
  void aSubscriptionOnADeadConnectionIsConfirmedByTheNodeThatTakesIt() throws IOException {
    application.ask("GET b");
    first.hangUp();

    assertEquals("*3 $9 subscribe $1 x :1", application.ask("SUBSCRIBE x"));
    cluster.nodes.forEach(node -> node.push(message("x", "1")));
    assertEquals("*3 $7 message $1 x $1 1", application.reply());
  }

  @Test
  void whatIsConfirmedAlreadyIsNotConfirmedAgainByAnotherNode() throws Exception {
    application.ask("SUBSCRIBE x");
    assertGoesOnElsewhere("x");
  }

  @Test
  void closingEndsASubscriberThatLooksForANode() throws Exception {
    application.timeout(0);
    application.ask("SUBSCRIBE x");
    cluster.nodes.forEach(FakeNode::stop);
    int before = cluster.dialled().size();
    CompletableFuture<String> next = replyLater();
    Await.until("another node is looked for", () -> cluster.dialled().size() > before);
    application.close();
    cluster.nodes.forEach(FakeNode::start);

    assertThrows(ExecutionException.class, () -> next.get(5, TimeUnit.SECONDS));
    Await.until("nobody listens", () -> cluster.nodes.stream().noneMatch(n -> listens(n, "x")));
  }

  private static boolean listens(FakeNode node, String channel) {
    return node.conversations().stream().anyMatch(c -> c.listensTo(channel));
  }

  @Test
  void anotherThreadNeedNotWaitForTheSearchForANode() throws Exception {
    application.timeout(0);
    application.ask("SUBSCRIBE x");
    cluster.nodes.subList(1, 3).forEach(FakeNode::hang);
    int before = cluster.dialled().size();
    first.hangUp();
    CompletableFuture<String> next = replyLater();
    Await.until("another node is asked", () -> cluster.dialled().size() > before);
    long start = System.nanoTime();
    application.say("SUBSCRIBE y");
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);

    assertTrue(millis < 1000, millis + " ms, and a node that hangs is waited for for 2000");
    application.close();
    assertThrows(ExecutionException.class, () -> next.get(10, TimeUnit.SECONDS));
  }

  @Test
  void unsubscribingEndsASubscriberThatLooksForANode() throws Exception {
    application.timeout(0);
    application.ask("SUBSCRIBE x");
    cluster.nodes.forEach(FakeNode::stop);
    int before = cluster.dialled().size();
    CompletableFuture<String> next = replyLater();
    Await.until("another node is looked for", () -> cluster.dialled().size() > before);
    application.say("UNSUBSCRIBE x");
    cluster.nodes.forEach(FakeNode::start);

    assertThrows(ExecutionException.class, () -> next.get(5, TimeUnit.SECONDS));
  }
}
