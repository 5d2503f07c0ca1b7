package io.clusteragent.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clusteragent.config.Configuration;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Subscribes to sharded channels: {@code b} is on the first node, {@code c} on the second, {@code a} and {@code d} on the third.
 */
class ShardedPubSubStreamTest {
  private FakeCluster cluster;
  private FakeNode first;
  private FakeNode second;
  private FakeNode third;
  private Application application;

  @BeforeEach
  void start() throws IOException {
    start("");
  }

  private void start(String options) throws IOException {
    if (cluster != null) {
      stop();
    }
    cluster = new FakeCluster(3, Configuration.of(options, new Properties(), Map.of()));
    first = cluster.nodes.get(0);
    second = cluster.nodes.get(1);
    third = cluster.nodes.get(2);
    application = cluster.connect(first);
    application.call("GET b");
  }

  @AfterEach
  void stop() throws IOException {
    application.close();
    cluster.close();
  }

  @Test
  void aChannelIsSubscribedToAtTheNodeOfItsSlot() throws IOException {
    assertEquals("*3 $10 ssubscribe $1 a :1", application.call("SSUBSCRIBE a"));
    assertTrue(third.received().contains("SSUBSCRIBE a"), third.received().toString());
    third.push(message("a", "1"));
    assertEquals("*3 $8 smessage $1 a $1 1", application.reply());
    assertEquals("*3 $12 sunsubscribe $1 a :0", application.call("SUNSUBSCRIBE a"));

    assertEquals("+OK", application.call("SET b 1"));
    cluster.assertAllReleased();
  }

  @Test
  void channelsOfSeveralNodesAreConfirmedWithOneCount() throws IOException {
    assertEquals("*3 $10 ssubscribe $1 c :1", application.call("SSUBSCRIBE c a b"));
    assertEquals("*3 $10 ssubscribe $1 a :2", application.reply());
    assertEquals("*3 $10 ssubscribe $1 b :3", application.reply());
    assertEquals("*3 $10 ssubscribe $1 a :3", application.call("SSUBSCRIBE a"), "once more");

    second.push(message("c", "1"));
    assertEquals("*3 $8 smessage $1 c $1 1", application.reply());
    first.push(message("b", "2"));
    assertEquals("*3 $8 smessage $1 b $1 2", application.reply());

    assertEquals("*3 $12 sunsubscribe $1 a :2", application.call("SUNSUBSCRIBE a"));
    assertEquals(
        Set.of("*3 $12 sunsubscribe $1 c :1", "*3 $12 sunsubscribe $1 b :0"),
        Set.of(application.call("SUNSUBSCRIBE"), application.reply()));
    assertEquals("*3 $12 sunsubscribe $-1 :0", application.call("SUNSUBSCRIBE"));
    assertEquals("+OK", application.call("SET a 1"));
  }

  @Test
  void repliesArriveInTheOrderOfTheCommands() throws IOException {
    application.send("SSUBSCRIBE a", "PING", "SUNSUBSCRIBE a", "SSUBSCRIBE c");

    assertEquals("*3 $10 ssubscribe $1 a :1", application.reply());
    assertEquals("*2 $4 pong $0", application.reply());
    assertEquals("*3 $12 sunsubscribe $1 a :0", application.reply());
    assertEquals("*3 $10 ssubscribe $1 c :1", application.reply());
  }

  @Test
  void aChannelFollowsItsSlotUnnoticed() throws IOException {
    application.call("SSUBSCRIBE a");
    cluster.move("a", second);
    third.push("*3\r\n$12\r\nsunsubscribe\r\n$1\r\na\r\n:0\r\n");

    CompletableFuture<String> next = replyLater();
    second.await("SSUBSCRIBE a");
    second.push(message("a", "1"));
    assertEquals("*3 $8 smessage $1 a $1 1", get(next));
    assertEquals("*3 $12 sunsubscribe $1 a :0", application.call("SUNSUBSCRIBE a"));
  }

  @Test
  void aSlotThatMovedBeforeIsFollowed() throws IOException {
    cluster.move("a", first);

    assertEquals("*3 $10 ssubscribe $1 a :1", application.call("SSUBSCRIBE a"));
    assertTrue(first.received().contains("SSUBSCRIBE a"), first.received().toString());
  }

  @Test
  void channelsOfALostNodeAreSubscribedToAgain() throws IOException {
    application.call("SSUBSCRIBE a");
    third.reset();
    third.stop();
    int before = cluster.dialled().size();
    CompletableFuture<String> next = replyLater();
    // The first dial finds out whether the node lives.
    Await.until("the node is looked for", () -> cluster.dialled().size() > before + 1);
    third.start();

    third.await("SSUBSCRIBE a");
    third.push(message("a", "1"));
    assertEquals("*3 $8 smessage $1 a $1 1", get(next));
  }

  @Test
  void anUnreadConfirmationIsNotTheReplyOfAnotherSession() throws IOException {
    application.send("SUNSUBSCRIBE a", "SET b 1");
    assertEquals("+OK", application.reply());
    application.close();

    try (Application next = cluster.connect(first)) {
      assertEquals("$-1", next.call("GET a"));
    }
  }

  @Test
  void theApplicationGetsARefusalOfTheNode() throws IOException {
    third.replyTo("SSUBSCRIBE a", "-NOPERM no permissions to access the channel");

    assertEquals("-NOPERM no permissions to access the channel", application.call("SSUBSCRIBE a"));
    assertEquals("*3 $10 ssubscribe $1 d :1", application.call("SSUBSCRIBE d"));
    assertTrue(application.call("SSUBSCRIBE").startsWith("-ERR wrong number of arguments"));
  }

  @Test
  void ordinaryChannelsAreRefusedBesideShardedOnes() throws IOException {
    application.call("SSUBSCRIBE a");

    assertEquals(
        "-ERR SUBSCRIBE on a connection with sharded channels is not possible on a cluster; use another connection",
        application.call("SUBSCRIBE x"));
  }

  @Test
  void readingWithoutAMessageTimesOut() throws IOException {
    application.call("SSUBSCRIBE a");
    application.timeout(50);

    assertThrows(SocketTimeoutException.class, application::reply);
  }

  @Test
  void theSubscriptionContinuesBesideOtherCommandsInResp3AndEndsWithTheSession()
      throws IOException {
    application.call("HELLO 3");
    assertEquals(">3 $10 ssubscribe $1 a :1", application.call("SSUBSCRIBE a"));
    assertEquals("+OK", application.call("SET c 1"));
    third.push(">3\r\n$8\r\nsmessage\r\n$1\r\na\r\n$1\r\n1\r\n");
    assertEquals(">3 $8 smessage $1 a $1 1", application.call("GET d"));
    assertEquals("$-1", application.reply());
    application.close();

    Await.until("no subscription is left", () -> third.conversations().stream()
        .noneMatch(c -> c.isSubscribedTo("a")));
  }

  @Test
  void theEndOfAConnectionWhoseChannelsHaveLeftIsNoEndOfTheSubscription() throws IOException {
    application.call("SSUBSCRIBE a");
    application.call("SSUBSCRIBE b");
    application.call("SUNSUBSCRIBE b");
    application.call("SSUBSCRIBE c");
    cluster.move("c", third);
    second.push("*3\r\n$12\r\nsunsubscribe\r\n$1\r\nc\r\n:0\r\n");
    application.timeout(20_000);
    CompletableFuture<String> next = replyLater();
    third.await("SSUBSCRIBE c");
    first.closeConnections();
    second.closeConnections();

    assertThrows(TimeoutException.class, () -> next.get(500, TimeUnit.MILLISECONDS));
    third.push(message("a", "1"));
    assertEquals("*3 $8 smessage $1 a $1 1", get(next));
  }

  private CompletableFuture<String> replyLater() {
    return CompletableFuture.supplyAsync(() -> {
      try {
        return application.reply();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    });
  }

  private static String get(CompletableFuture<String> reply) {
    try {
      return reply.get(5, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static String message(String channel, String text) {
    return Wire.array(List.of(Wire.bulk("smessage"), Wire.bulk(channel), Wire.bulk(text)));
  }

  @Test
  void aChannelThatStaysRefusedEndsWithTheDeadline() throws Exception {
    start("deadline=300");
    for (int i = 0; i < 100_000; i++) {
      third.replyTo("SSUBSCRIBE a", "-CLUSTERDOWN The cluster is down");
    }
    application.timeout(0);
    application.send("SSUBSCRIBE a");

    ExecutionException failure =
        assertThrows(ExecutionException.class, () -> replyLater().get(5, TimeUnit.SECONDS));
    assertTrue(failure.getMessage().contains("CLUSTERDOWN"), failure.getMessage());
    assertEquals(1, third.sessionConnections());
  }

  @Test
  void aFailureThatEndedWithItsChannelDoesNotCountForTheNext() throws Exception {
    start("deadline=300");
    application.timeout(50);
    application.call("SSUBSCRIBE c");
    application.call("SSUBSCRIBE a");
    int before = cluster.dialled().size();
    second.stop();
    assertThrows(SocketTimeoutException.class, application::reply);
    assertTrue(cluster.dialled().size() > before, "the channel's node was looked for");
    assertEquals("*3 $12 sunsubscribe $1 c :1", application.call("SUNSUBSCRIBE c"));
    Thread.sleep(300);
    cluster.hideTopology();
    cluster.move("a", first);
    third.push("*3\r\n$12\r\nsunsubscribe\r\n$1\r\na\r\n:0\r\n");
    application.timeout(0);

    CompletableFuture<String> next = replyLater();
    first.await("SSUBSCRIBE a");
    first.push(message("a", "1"));
    assertEquals("*3 $8 smessage $1 a $1 1", get(next));
    assertEquals(1, third.sessionConnections());
    second.start();
  }
}
