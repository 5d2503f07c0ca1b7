package io.clusteragent.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clusteragent.cluster.connection.NodeConnections;
import io.clusteragent.cluster.node.Node;
import io.clusteragent.metrics.Count;
import io.clusteragent.metrics.Histogram;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Everything that happens to a command is counted, once, and of the node where it happened. */
class CountsTest {
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
    application.ask("MSET a 1 b 1 c 1");
    cluster.known().clusterMetrics().reset();
  }

  @AfterEach
  void stop() throws IOException {
    application.close();
    cluster.close();
  }

  private Node node(FakeNode node) {
    return cluster.known().node(node.address());
  }

  private NodeConnections connections(FakeNode node) {
    return cluster.known().connections(node(node));
  }

  private long count(FakeNode node, Count count) {
    return node(node).metrics().get(count);
  }

  /** All figures of the cluster that are not 0, without those of the background. */
  private Map<Count, Long> counts() {
    Map<Count, Long> counts = new EnumMap<>(Count.class);
    for (Count count : Count.values()) {
      boolean background = count.name().startsWith("REFRESH") || count == Count.CONNECTIONS_OPENED;
      if (!background && cluster.known().clusterMetrics().count(count) != 0) {
        counts.put(count, cluster.known().clusterMetrics().count(count));
      }
    }
    return counts;
  }

  @Test
  void commandsAreCountedWhereTheyWent() throws IOException {
    application.ask("GET a");
    application.say("GET b", "GET b", "GET c");
    application.reply();
    application.reply();
    application.reply();

    assertEquals(1, count(third, Count.COMMANDS));
    assertEquals(2, count(first, Count.COMMANDS), "on the application's own connection");
    assertEquals(1, count(second, Count.COMMANDS));
    assertEquals(Map.of(Count.COMMANDS, 4L), counts());
  }

  @Test
  void commandsBeforeTheClusterIsKnownAreCountedToo() throws IOException {
    try (Application other = cluster.connect(first)) {
      other.ask("CLIENT SETNAME me");
      other.ask("GET b");
    }
    assertEquals(2, count(first, Count.COMMANDS));
  }

  @Test
  void onlyEverySixteenthCommandIsTimed() throws IOException {
    for (int i = 0; i < 32; i++) {
      application.ask("GET a");
    }
    Histogram.Snapshot times = node(third).metrics().times().snapshot();

    assertEquals(2, times.count());
    assertTrue(times.micros(0.5) > 0 && times.totalNanos() > 0);
    assertEquals(2, cluster.known().clusterMetrics().roundTrips().count());
  }

  @Test
  void neitherPipelinesNorBlockingCommandsAreTimed() throws IOException {
    for (int i = 0; i < 32; i++) {
      application.say("GET a", "GET a");
      application.reply();
      application.reply();
      application.ask("BLPOP d 1");
    }

    assertEquals(96, count(third, Count.COMMANDS));
    assertEquals(0, node(third).metrics().times().snapshot().count());
  }

  @Test
  void aCommandFollowedByAnotherBeforeItsReplyIsReadIsNotTimed() throws IOException {
    for (int i = 0; i < 32; i++) {
      application.say("GET a");
      application.say("GET a");
      application.reply();
      application.reply();
    }

    assertEquals(0, node(third).metrics().times().snapshot().count());
  }

  @Test
  void aWaitForAConnectionThatAnotherSessionHasIsCountedOnceAndOfItsNode() throws IOException {
    application.ask("SET c 1");
    try (Application other = cluster.connect(first)) {
      second.silent("INCR c");
      other.say("INCR c");
      second.await("INCR c");
      first.answer("WAIT", ":1");
      application.timeout(50);
      application.ask("WAIT 1 10");
    }

    assertEquals(1, count(second, Count.POOL_WAITS));
    assertEquals(1, cluster.known().clusterMetrics().count(Count.POOL_WAITS));
  }

  @Test
  void moved() throws IOException {
    third.answer("INCR a", FakeCluster.moved("a", second));
    second.answer("INCR a", FakeCluster.moved("a", third));
    application.ask("INCR a");

    assertEquals(1, count(third, Count.MOVED));
    assertEquals(1, count(second, Count.MOVED));
    assertEquals(Map.of(Count.COMMANDS, 3L, Count.MOVED, 2L, Count.REDIRECTED, 2L), counts());
  }

  @Test
  void ask() throws IOException {
    cluster.migrate("a", second);
    application.ask("INCR a");

    assertEquals(1, count(third, Count.ASK));
    assertEquals(1, count(third, Count.REDIRECTED));
    assertEquals(2, count(second, Count.COMMANDS), "ASKING, too");
    assertEquals(Map.of(Count.COMMANDS, 3L, Count.ASK, 1L, Count.REDIRECTED, 1L), counts());
  }

  @ParameterizedTest
  @CsvSource({
    "TRYAGAIN, -TRYAGAIN Multiple keys request during rehashing of slot",
    "CLUSTERDOWN, -CLUSTERDOWN The cluster is down",
    "LOADING, -LOADING Redis is loading the dataset in memory",
    "MASTERDOWN, -MASTERDOWN Link with MASTER is down",
    "READONLY, -READONLY You can't write against a read only replica.",
  })
  void waitedOut(Count kind, String refusal) throws IOException {
    third.answer("INCR a", refusal).answer("INCR a", refusal);
    application.ask("INCR a");

    assertEquals(2, count(third, kind));
    assertEquals(Map.of(Count.COMMANDS, 3L, kind, 2L, Count.WAITED, 2L), counts());
  }

  @Test
  void givenUpBlocking() throws IOException {
    third.answer("BLPOP d", "-UNBLOCKED force unblock from blocking operation");
    application.ask("BLPOP d 1");

    assertEquals(1, count(third, Count.UNBLOCKED));
    assertEquals(1, count(third, Count.WAITED));
  }

  @Test
  void aRefusalThatIsShown() throws IOException {
    for (int i = 0; i < 6; i++) {
      (i % 2 == 0 ? third : second)
          .answer("INCR a", FakeCluster.moved("a", i % 2 == 0 ? second : third));
    }
    application.ask("INCR a");

    assertEquals(
        Map.of(Count.COMMANDS, 6L, Count.MOVED, 6L, Count.REDIRECTED, 5L, Count.REFUSALS_SHOWN, 1L),
        counts());
  }

  @Test
  void aRefusalThatIsShownBecauseALaterCommandHasRun() throws IOException {
    third.answer("INCR a", "-TRYAGAIN wait");
    application.say("INCR a", "GET a");
    application.reply();
    application.reply();

    assertEquals(
        Map.of(Count.COMMANDS, 2L, Count.TRYAGAIN, 1L, Count.REFUSALS_SHOWN, 1L), counts());
  }

  @Test
  void aScriptThatIsBrought() throws IOException {
    application.ask("SCRIPT LOAD script");
    cluster.known().clusterMetrics().reset();
    third.answer("EVALSHA", "-NOSCRIPT No matching script.").answer("EVALSHA", "+ran");
    application.ask("EVALSHA " + sha1("script") + " 1 a");

    assertEquals(1, count(third, Count.NOSCRIPT));
    assertEquals(1, count(third, Count.SCRIPTS_BROUGHT));
  }

  @Test
  void aWatchThatWaits() throws IOException {
    third.answer("WATCH a", "-TRYAGAIN wait");
    application.ask("WATCH a");

    assertEquals(1, count(third, Count.WAITED));
    assertEquals(0, count(third, Count.REDIRECTED));
  }

  private static String sha1(String text) {
    try {
      byte[] digest = java.security.MessageDigest.getInstance("SHA-1").digest(Wire.bytes(text));
      return java.util.HexFormat.of().formatHex(digest);
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void unknownOutcomes() throws IOException {
    third.runAndHangUp("GET a").runAndHangUp("INCR a");
    application.ask("GET a");
    application.say("INCR a");
    assertThrows(IOException.class, application::reply);

    assertEquals(1, count(third, Count.UNKNOWN_RESENT));
    assertEquals(1, count(third, Count.UNKNOWN_SHOWN));
    assertEquals(3, count(third, Count.COMMANDS));
  }

  @Test
  void whatNeverLeft() throws IOException {
    cluster.failWritesTo(second);
    cluster.move("c", third);

    assertEquals(":2", application.ask("INCR c"));
    assertEquals(1, count(second, Count.UNSENT_RESENT));
    assertEquals(0, cluster.known().clusterMetrics().count(Count.UNKNOWN_RESENT));
  }

  @Test
  void whatCouldNotBeExecuted() throws IOException {
    application.timeout(100);
    cluster.failWritesTo(second);
    application.say("INCR c");
    assertThrows(IOException.class, application::reply);

    assertEquals(0, cluster.known().clusterMetrics().count(Count.UNSENT_RESENT));
    assertEquals(1, cluster.known().clusterMetrics().count(Count.UNSENT_SHOWN));
    assertTrue(count(second, Count.CONNECTIONS_FAILED) > 0);
  }

  @Test
  void errorsOfParts() throws IOException {
    third.answer("DEL a", "-ERR no").answer("DEL a", "-ERR no");
    second.answer("DEL c", "-ERR no");
    application.ask("DEL a b c");
    application.ask("DEL a b c");

    assertEquals(Map.of(Count.COMMANDS, 6L, Count.PART_ERRORS, 3L), counts());
  }

  @Test
  void transactions() throws IOException {
    third.answer("EXEC", FakeCluster.moved("a", second));
    cluster.move("a", second);
    application.say("MULTI", "INCR a", "EXEC");
    application.reply();
    application.reply();
    application.reply();

    assertEquals(1, cluster.known().clusterMetrics().count(Count.TRANSACTIONS_REPLAYED));
    assertEquals(0, cluster.known().clusterMetrics().count(Count.WATCHES_LOST));

    application.ask("WATCH a");
    cluster.move("a", first);
    application.say("MULTI", "INCR a", "EXEC");
    application.reply();
    application.reply();
    application.reply();

    assertEquals(1, cluster.known().clusterMetrics().count(Count.WATCHES_LOST));
  }

  @Test
  void connections() throws IOException {
    assertEquals(1, connections(third).pooled());
    assertEquals(0, connections(third).held());
    assertEquals(1, connections(first).applicationConnections());
    third.silent("GET a");
    application.say("GET a");
    third.await("GET a");
    assertEquals(1, connections(third).held());
    try (Application other = cluster.connect(second)) {
      other.ask("GET a");
    }

    assertEquals(2, connections(third).pooled());
    assertEquals(1, count(third, Count.CONNECTIONS_OPENED));
    application.close();
    Await.until(
        "the application's is gone", () -> connections(first).applicationConnections() == 0);
    assertEquals(0, connections(third).held());
  }

  @Test
  void refreshes() {
    cluster.known().requestRefresh();
    Await.until("a refresh", () -> cluster.known().clusterMetrics().count(Count.REFRESHES) == 1);
    assertEquals(1, cluster.known().metrics().times().snapshot().count());
    assertEquals(0, cluster.known().clusterMetrics().count(Count.REFRESHES_FAILED));

    cluster.nodes.forEach(node -> node.topology(() -> "-LOADING dataset\r\n"));
    cluster.known().requestRefresh();
    Await.until(
        "a failure", () -> cluster.known().clusterMetrics().count(Count.REFRESHES_FAILED) == 1);
  }
}
