package io.clusteragent.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clusteragent.cluster.address.NodeAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands go to the node of their key, and refused commands to the node that the refusal names. */
class RedirectionsTest extends ThreeNodes {
  @Test
  void aCommandGoesDirectlyToTheNodeOfItsKey() throws IOException {
    assertEquals("+OK", application.call("SET a 1"));
    assertEquals("+OK", application.call("SET b 2"));
    assertEquals("+OK", application.call("SET c 3"));

    assertEquals(List.of("SET b 2"), first.received());
    assertEquals(List.of("SET c 3"), second.received());
    assertEquals(List.of("SET a 1"), third.received());
  }

  @Test
  void aCommandWithoutAKeyGoesToTheEntryNode() throws IOException {
    application.call("GET a");

    assertEquals("+PONG", application.call("PING"));
    assertEquals(List.of("PING"), first.received());
  }

  @Test
  void twoSessionsUseOneNodeConnectionInTurn() throws IOException {
    try (Application other = cluster.connect(first)) {
      for (int i = 0; i < 5; i++) {
        application.call("SET a 1");
        other.call("INCR a");
      }
      cluster.assertAllReleased();
    }
    assertEquals(1, third.sessionConnections());
  }

  @Test
  void movedIsFollowedAndRemembered() throws IOException {
    cluster.hideTopology();
    application.call("SET a 1");
    cluster.move("a", second);

    assertEquals(":2", application.call("INCR a"));
    assertEquals(":3", application.call("INCR a"));
    assertEquals(List.of("SET a 1", "INCR a"), third.received());
    assertEquals(List.of("INCR a", "INCR a"), second.received());
  }

  @Test
  void movedChangesTheOneSlotAndNoOther() throws IOException {
    cluster.hideTopology();
    cluster.move("a", second);
    application.call("SET a 1");
    application.call("SET d 1");

    assertEquals(
        second.address(),
        cluster.agentView().slots().owner(FakeCluster.slot("a")).address());
    assertEquals(List.of("SET a 1", "SET d 1"), third.received());
  }

  /** In Redis 7 hostnames can be preferred while the new owner has none; the topology contains its IP. */
  @Test
  void movedWithoutATargetIsResolvedByTheTopology() throws IOException {
    application.call("SET a 1");
    cluster.move("a", second);
    for (int i = 0; i < 100; i++) {
      third.replyTo(
          "INCR a", "-MOVED " + FakeCluster.slot("a") + " ?:" + third.address().port());
    }

    assertEquals(":2", application.call("INCR a"));
    assertEquals(List.of("INCR a"), second.received());
    cluster.assertAllReleased();
  }

  @Test
  void askWithoutATargetIsTriedAgain() throws IOException {
    application.call("SET a 1");
    for (int i = 0; i < 7; i++) {
      third.replyTo(
          "INCR a", "-ASK " + FakeCluster.slot("a") + " ?:" + third.address().port());
    }

    assertEquals(":2", application.call("INCR a"));
    cluster.assertAllReleased();
  }

  @Test
  void askIsFollowedInOneWriteAndForgotten() throws IOException {
    application.call("SET a 1");
    cluster.migrate("a", second);

    assertEquals(":2", application.call("INCR a"));
    assertEquals("*1 $6 ASKING *2 $4 INCR $1 a", cluster.writesTo(second).get(0));
    assertEquals(
        third.address(),
        cluster.agentView().slots().owner(FakeCluster.slot("a")).address());
    application.call("GET a");
    assertEquals(List.of("SET a 1", "INCR a", "GET a"), third.received());
    cluster.assertAllReleased();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-TRYAGAIN Multiple keys request during rehashing of slot",
        "-CLUSTERDOWN The cluster is down",
        "-LOADING Redis is loading the dataset in memory",
        "-MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.",
        "-READONLY You can't write against a read only replica."
      })
  void aTemporaryRefusalIsTriedAgain(String refusal) throws IOException {
    for (int i = 0; i < 7; i++) {
      third.replyTo("INCR a", refusal);
    }

    assertEquals(":1", application.call("INCR a"));
    assertEquals(8, third.received().size());
  }

  @Test
  void afterTheDeadlineTheApplicationGetsTheLastRefusal() throws IOException {
    application.call("GET a");
    for (int i = 0; i < 1000; i++) {
      third.replyTo("INCR a", "-TRYAGAIN number " + i);
    }
    application.timeout(300); // the deadline is five times the timeout
    long start = System.nanoTime();
    String reply = application.call("INCR a");
    long millis = (System.nanoTime() - start) / 1_000_000;

    assertEquals("-TRYAGAIN number " + (third.received().size() - 2), reply);
    assertTrue(third.received().size() > 5, third.received().toString());
    assertTrue(millis >= 700 && millis < 5000, millis + " ms");
    cluster.assertAllReleased();
  }

  @Test
  void aLoopOfMovedEndsWithTheServersLastReplyAtTheDeadline() throws IOException {
    cluster.hideTopology();
    nameEachOther(1000);
    application.timeout(300); // the deadline is five times the timeout

    String reply = application.call("INCR a");
    int sent = second.received().size() + third.received().size();
    assertEquals(FakeCluster.moved("a", sent % 2 == 0 ? third : second), reply);
    assertTrue(sent > 6 && sent < 100, "waits between them: " + sent);
    cluster.assertAllReleased();
  }

  /** While a slot changes hands, its former and its new owner may name each other for a moment. */
  @Test
  void nodesThatNameEachOtherAreAskedUntilTheyAgree() throws IOException {
    cluster.hideTopology();
    nameEachOther(5);

    assertEquals(":1", application.call("INCR a"));
  }

  private void nameEachOther(int times) {
    for (int i = 0; i < times; i++) {
      third.replyTo("INCR a", FakeCluster.moved("a", second));
      second.replyTo("INCR a", FakeCluster.moved("a", third));
    }
  }

  @Test
  void aLoopOfAskEndsToo() throws IOException {
    for (int i = 0; i < 10; i++) {
      third.replyTo("INCR a", FakeCluster.ask("a", second));
      second.replyTo("INCR a", FakeCluster.ask("a", third));
    }

    assertEquals(FakeCluster.ask("a", third), application.call("INCR a"));
    assertEquals(3, second.received().stream().filter("INCR a"::equals).count());
    assertEquals(3, third.received().stream().filter("INCR a"::equals).count());
  }

  @Test
  void movedToItselfReconnects() throws IOException {
    application.call("GET a");
    third.replyTo("INCR a", FakeCluster.moved("a", third));

    assertEquals(":1", application.call("INCR a"));
    assertEquals(2, third.sessionConnections());
    cluster.assertAllReleased();
  }

  @Test
  void aConnectionThatMovedInvalidatesIsNotReusedBeforeItIsClosed() throws Exception {
    CompletableFuture<Void> busy = CompletableFuture.runAsync(() -> {
      for (int i = 1; i <= 500; i++) {
        try (Application other = cluster.connect(first)) {
          assertEquals(":" + i, other.call("INCR d"));
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    });
    for (int i = 1; !busy.isDone(); i++) {
      third.replyTo("INCR a", FakeCluster.moved("a", third));
      assertEquals(":" + i, application.call("INCR a"));
    }
    busy.get();
  }

  @Test
  void movedOfTheEntryNodeToItselfReconnects() throws IOException {
    first.replyTo("INCR b", FakeCluster.moved("b", first));

    assertEquals(":1", application.call("INCR b"));
    assertEquals(":2", application.call("INCR b"));
  }

  @Test
  void movedWithoutAHostMeansTheHostOfTheReplyingNode() throws IOException {
    third.replyTo("INCR a", "-MOVED 15495 :" + second.address().port());
    cluster.move("a", second);

    assertEquals(":1", application.call("INCR a"));
    assertEquals(List.of("INCR a"), second.received());
  }

  @Test
  void movedToAnIpv6AddressIsFollowed() throws IOException {
    cluster.hideTopology();
    cluster.alias("2001:db8::7", 7001, second);
    third.replyTo("INCR a", "-MOVED 15495 2001:db8::7:7001");
    cluster.move("a", second);

    assertEquals(":1", application.call("INCR a"));
    assertTrue(
        cluster.dialled().contains(new NodeAddress("2001:db8::7", 7001)),
        cluster.dialled().toString());
  }

  @Test
  void theSlotMapStaysTheSameWhileRepliesAreOutstanding() throws IOException {
    cluster.hideTopology();
    application.call("GET a");
    cluster.move("a", second);
    application.send("INCR a"); // its reply, MOVED, is not read
    try (Application other = cluster.connect(first)) {
      assertEquals(":1", other.call("INCR d"));
      other.call("GET a"); // updates the slot map
    }
    application.send("APPEND a 0");

    assertEquals(":1", application.reply());
    assertEquals(":2", application.reply());
    assertEquals("10", cluster.store.get("a"));
    assertTrue(third.received().contains("APPEND a 0"), "it follows the command before it");
    third.reset();
    assertEquals("$2 10", application.call("GET a"));
    assertFalse(
        third.received().contains("GET a"), "the new map is used once all replies are read");
  }

  @Test
  void aCommandForASlotWithoutAnOwnerGoesToTheEntryNode() throws IOException {
    String owned = Wire.array(List.of(Wire.integer(0), Wire.integer(5000), node(first)));
    cluster.nodes.forEach(node -> node.topology(() -> Wire.array(List.of(owned))));

    assertEquals(":1", application.call("INCR a"));
    assertEquals(List.of("INCR a"), first.received());
    assertEquals(List.of("INCR a"), third.received());
  }

  private static String node(FakeNode node) {
    return Wire.array(List.of(
        Wire.bulk(node.address().host()),
        Wire.integer(node.address().port()),
        Wire.bulk(node.id())));
  }

  @Test
  void ordinaryErrorsAreReturnedToTheApplication() throws IOException {
    third.replyTo("GET a", "-WRONGTYPE Operation against a key holding the wrong kind of value");

    assertEquals(
        "-WRONGTYPE Operation against a key holding the wrong kind of value",
        application.call("GET a"));
    assertEquals("$-1", application.call("GET a"));
  }

  @Test
  void aRefusalThatArrivesInPiecesIsFollowed() throws IOException {
    application.call("GET a");
    cluster.move("a", second);
    third.noReplyTo("INCR a");
    application.send("INCR a");
    third.await("INCR a");
    String line = FakeCluster.moved("a", second) + "\r\n";
    Thread pieces = new Thread(() -> {
      for (int i = 0; i < line.length(); i++) {
        third.push(line.substring(i, i + 1));
      }
    });
    pieces.start();

    assertEquals(":1", application.reply());
  }

  @Test
  void endlessPushesBehindARefusalEndTheConnection() throws IOException {
    application.call("HELLO 3");
    application.call("GET a");
    third.replyTo("INCR a", "-TRYAGAIN not yet").replyTo("GET a", pushes(17));
    application.send("INCR a", "GET a");

    IOException met = assertThrows(IOException.class, () -> application.reply());
    assertTrue(met.getMessage().contains("pushed more than 16777216 bytes"), met.getMessage());
  }

  @Test
  void endlessPushesBeforeTheReplyToAHandshakeEndTheConnection() throws IOException {
    application.call("HELLO 3");
    first.replyTo("CLIENT SETNAME", pushes(17));
    application.send("CLIENT SETNAME x");

    IOException met = assertThrows(IOException.class, () -> application.call("GET a"));
    assertTrue(met.getMessage().contains("pushed more than 16777216 bytes"), met.getMessage());
  }

  /** This number of pushes of a megabyte each. */
  private static String pushes(int count) {
    return Wire.array(List.of(Wire.bulk("x".repeat(1024 * 1024))))
        .replace('*', '>')
        .repeat(count);
  }

  @Test
  void aScriptIsLoadedOnTheTargetOfARedirectionToo() throws IOException {
    application.call("SCRIPT LOAD script");
    String evalsha = "EVALSHA cb5346a081dcf654061b7f897ea14d9b43140712 1 a";
    third.replyTo("EVALSHA", "-NOSCRIPT No matching script.");
    cluster.afterCommands(0, () -> cluster.move("a", second));
    second.replyTo("EVALSHA", "-NOSCRIPT No matching script.").replyTo("EVALSHA", "+ran");

    assertEquals("+ran", application.call(evalsha));
  }
}
