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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands go to the node of their key; what a node refuses goes where it belongs. */
class RedirectionsTest {
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

  @Test
  void aCommandGoesStraightToTheNodeOfItsKey() throws IOException {
    assertEquals("+OK", application.ask("SET a 1"));
    assertEquals("+OK", application.ask("SET b 2"));
    assertEquals("+OK", application.ask("SET c 3"));

    assertEquals(List.of("SET b 2"), first.received());
    assertEquals(List.of("SET c 3"), second.received());
    assertEquals(List.of("SET a 1"), third.received());
  }

  @Test
  void aCommandWithoutAKeyGoesToTheOwnNode() throws IOException {
    application.ask("GET a");

    assertEquals("+PONG", application.ask("PING"));
    assertEquals(List.of("PING"), first.received());
  }

  @Test
  void twoSessionsTakeTurnsOnOneNodeConnection() throws IOException {
    try (Application other = cluster.connect(first)) {
      for (int i = 0; i < 5; i++) {
        application.ask("SET a 1");
        other.ask("INCR a");
      }
      cluster.assertAllGivenBack();
    }
    assertEquals(1, third.accepted());
  }

  @Test
  void movedIsFollowedAndRemembered() throws IOException {
    cluster.hideTopology();
    application.ask("SET a 1");
    cluster.move("a", second);

    assertEquals(":2", application.ask("INCR a"));
    assertEquals(":3", application.ask("INCR a"));
    assertEquals(List.of("SET a 1", "INCR a"), third.received());
    assertEquals(List.of("INCR a", "INCR a"), second.received());
  }

  @Test
  void movedChangesTheOneSlotAndNoOther() throws IOException {
    cluster.hideTopology();
    cluster.move("a", second);
    application.ask("SET a 1");
    application.ask("SET d 1");

    assertEquals(
        second.address(), cluster.known().slots().owner(FakeCluster.slot("a")).address());
    assertEquals(List.of("SET a 1", "SET d 1"), third.received());
  }

  /** Redis 7 where hostnames are preferred and the new owner has none; the topology gives its IP. */
  @Test
  void movedToNobodyIsLookedUpInTheTopology() throws IOException {
    application.ask("SET a 1");
    cluster.move("a", second);
    for (int i = 0; i < 100; i++) {
      third.answer(
          "INCR a", "-MOVED " + FakeCluster.slot("a") + " ?:" + third.address().port());
    }

    assertEquals(":2", application.ask("INCR a"));
    assertEquals(List.of("INCR a"), second.received());
    cluster.assertAllGivenBack();
  }

  @Test
  void askToNobodyIsWaitedOut() throws IOException {
    application.ask("SET a 1");
    for (int i = 0; i < 7; i++) {
      third.answer(
          "INCR a", "-ASK " + FakeCluster.slot("a") + " ?:" + third.address().port());
    }

    assertEquals(":2", application.ask("INCR a"));
    cluster.assertAllGivenBack();
  }

  @Test
  void askIsFollowedInOneWriteAndForgotten() throws IOException {
    application.ask("SET a 1");
    cluster.migrate("a", second);

    assertEquals(":2", application.ask("INCR a"));
    assertEquals("*1 $6 ASKING *2 $4 INCR $1 a", cluster.writesTo(second).get(0));
    assertEquals(
        third.address(), cluster.known().slots().owner(FakeCluster.slot("a")).address());
    application.ask("GET a");
    assertEquals(List.of("SET a 1", "INCR a", "GET a"), third.received());
    cluster.assertAllGivenBack();
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
  void stateThatPassesIsWaitedOut(String refusal) throws IOException {
    for (int i = 0; i < 7; i++) {
      third.answer("INCR a", refusal);
    }

    assertEquals(":1", application.ask("INCR a"));
    assertEquals(8, third.received().size());
  }

  @Test
  void theLastRefusalIsTheApplicationsOnceTheDeadlineHasPassed() throws IOException {
    application.ask("GET a");
    for (int i = 0; i < 1000; i++) {
      third.answer("INCR a", "-TRYAGAIN number " + i);
    }
    application.timeout(300); // the deadline is five times that
    long start = System.nanoTime();
    String reply = application.ask("INCR a");
    long millis = (System.nanoTime() - start) / 1_000_000;

    assertEquals("-TRYAGAIN number " + (third.received().size() - 2), reply);
    assertTrue(third.received().size() > 5, third.received().toString());
    assertTrue(millis >= 700 && millis < 5000, millis + " ms");
    cluster.assertAllGivenBack();
  }

  @Test
  void aLoopOfMovedEndsWithTheServersLastWord() throws IOException {
    cluster.hideTopology();
    for (int i = 0; i < 10; i++) {
      third.answer("INCR a", FakeCluster.moved("a", second));
      second.answer("INCR a", FakeCluster.moved("a", third));
    }

    assertEquals(
        FakeCluster.moved("a", third), application.ask("INCR a")); // the sixth line: second's
    assertEquals(6, second.received().size() + third.received().size());
    cluster.assertAllGivenBack();
  }

  @Test
  void aLoopOfAskEndsToo() throws IOException {
    for (int i = 0; i < 10; i++) {
      third.answer("INCR a", FakeCluster.ask("a", second));
      second.answer("INCR a", FakeCluster.ask("a", third));
    }

    assertEquals(FakeCluster.ask("a", third), application.ask("INCR a"));
    assertEquals(3, second.received().stream().filter("INCR a"::equals).count());
    assertEquals(3, third.received().stream().filter("INCR a"::equals).count());
  }

  @Test
  void movedToItselfReconnects() throws IOException {
    application.ask("GET a");
    third.answer("INCR a", FakeCluster.moved("a", third));

    assertEquals(":1", application.ask("INCR a"));
    assertEquals(2, third.accepted());
    cluster.assertAllGivenBack();
  }

  @Test
  void aConnectionThatMovedMakesUselessIsNotGivenToOthersBeforeItIsClosed() throws Exception {
    CompletableFuture<Void> busy = CompletableFuture.runAsync(() -> {
      for (int i = 1; i <= 500; i++) {
        try (Application other = cluster.connect(first)) {
          assertEquals(":" + i, other.ask("INCR d"));
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    });
    for (int i = 1; !busy.isDone(); i++) {
      third.answer("INCR a", FakeCluster.moved("a", third));
      assertEquals(":" + i, application.ask("INCR a"));
    }
    busy.get();
  }

  @Test
  void movedOfTheOwnNodeToItselfReconnects() throws IOException {
    first.answer("INCR b", FakeCluster.moved("b", first));

    assertEquals(":1", application.ask("INCR b"));
    assertEquals(":2", application.ask("INCR b"));
  }

  @Test
  void movedWithoutAHostMeansTheHostThatAnswered() throws IOException {
    third.answer("INCR a", "-MOVED 15495 :" + second.address().port());
    cluster.move("a", second);

    assertEquals(":1", application.ask("INCR a"));
    assertEquals(List.of("INCR a"), second.received());
  }

  @Test
  void movedToAnIpv6AddressIsFollowed() throws IOException {
    cluster.hideTopology();
    cluster.alias("2001:db8::7", 7001, second);
    third.answer("INCR a", "-MOVED 15495 2001:db8::7:7001");
    cluster.move("a", second);

    assertEquals(":1", application.ask("INCR a"));
    assertTrue(
        cluster.dialled().contains(new NodeAddress("2001:db8::7", 7001)),
        cluster.dialled().toString());
  }

  @Test
  void theSlotMapStaysTheSameWhileRepliesAreOutstanding() throws IOException {
    cluster.hideTopology();
    application.ask("GET a");
    cluster.move("a", second);
    application.say("INCR a"); // its reply, which is MOVED, is not read
    try (Application other = cluster.connect(first)) {
      assertEquals(":1", other.ask("INCR d"));
      other.ask("GET a"); // teaches the map
    }
    application.say("APPEND a 0");

    assertEquals(":1", application.reply());
    assertEquals(":2", application.reply());
    assertEquals("10", cluster.store.get("a"));
    assertTrue(third.received().contains("APPEND a 0"), "it follows the command before it");
    third.forget();
    assertEquals("$2 10", application.ask("GET a"));
    assertFalse(
        third.received().contains("GET a"), "the new map is used once all replies are read");
  }

  @Test
  void aSlotOfNobodyIsAskedForAtTheOwnNode() throws IOException {
    String owned = Wire.array(List.of(Wire.integer(0), Wire.integer(5000), node(first)));
    cluster.nodes.forEach(node -> node.topology(() -> Wire.array(List.of(owned))));

    assertEquals(":1", application.ask("INCR a"));
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
  void ordinaryErrorsAreTheApplications() throws IOException {
    third.answer("GET a", "-WRONGTYPE Operation against a key holding the wrong kind of value");

    assertEquals(
        "-WRONGTYPE Operation against a key holding the wrong kind of value",
        application.ask("GET a"));
    assertEquals("$-1", application.ask("GET a"));
  }

  @Test
  void aRefusalThatArrivesInPiecesIsFollowed() throws IOException {
    application.ask("GET a");
    cluster.move("a", second);
    third.silent("INCR a");
    application.say("INCR a");
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
  void pushesWithoutEndBehindARefusalEndTheConnection() throws IOException {
    application.ask("HELLO 3");
    application.ask("GET a");
    third.answer("INCR a", "-TRYAGAIN not yet").answer("GET a", pushes(17));
    application.say("INCR a", "GET a");

    IOException met = assertThrows(IOException.class, () -> application.reply());
    assertTrue(met.getMessage().contains("pushed more than 16777216 bytes"), met.getMessage());
  }

  @Test
  void pushesWithoutEndBeforeAHandshakeIsKnownToHaveSucceededEndTheConnection() throws IOException {
    application.ask("HELLO 3");
    first.answer("CLIENT SETNAME", pushes(17));
    application.say("CLIENT SETNAME x");

    IOException met = assertThrows(IOException.class, () -> application.ask("GET a"));
    assertTrue(met.getMessage().contains("pushed more than 16777216 bytes"), met.getMessage());
  }

  /** So many pushes of a megabyte. */
  private static String pushes(int count) {
    return Wire.array(List.of(Wire.bulk("x".repeat(1024 * 1024))))
        .replace('*', '>')
        .repeat(count);
  }

  @Test
  void aScriptIsBroughtToTheNodeBehindARedirectionToo() throws IOException {
    application.ask("SCRIPT LOAD script");
    String evalsha = "EVALSHA cb5346a081dcf654061b7f897ea14d9b43140712 1 a";
    third.answer("EVALSHA", "-NOSCRIPT No matching script.");
    cluster.later(0, () -> cluster.move("a", second));
    second.answer("EVALSHA", "-NOSCRIPT No matching script.").answer("EVALSHA", "+ran");

    assertEquals("+ran", application.ask(evalsha));
  }
}
