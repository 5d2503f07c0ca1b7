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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each event of a command is counted once, at the node where it happened. */
class CountsTest extends ThreeNodes {
  @BeforeEach
  void prepare() throws IOException {
    application.call("MSET a 1 b 1 c 1");
    cluster.agentView().clusterMetrics().reset();
  }

  private Node node(FakeNode node) {
    return cluster.agentView().node(node.address());
  }

  private NodeConnections connections(FakeNode node) {
    return cluster.agentView().connections(node(node));
  }

  private long count(FakeNode node, Count count) {
    return node(node).metrics().get(count);
  }

  /** All counts of the cluster that are not 0, without those of the background tasks. */
  private Map<Count, Long> counts() {
    Map<Count, Long> counts = new EnumMap<>(Count.class);
    for (Count count : Count.values()) {
      boolean background = count.name().startsWith("REFRESH") || count == Count.CONNECTIONS_OPENED;
      if (!background && cluster.agentView().clusterMetrics().count(count) != 0) {
        counts.put(count, cluster.agentView().clusterMetrics().count(count));
      }
    }
    return counts;
  }

  @Test
  void commandsAreCountedAtTheirNodes() throws IOException {
    application.call("GET a");
    application.send("GET b", "GET b", "GET c");
    application.reply();
    application.reply();
    application.reply();

    assertEquals(1, count(third, Count.COMMANDS));
    assertEquals(2, count(first, Count.COMMANDS), "on the entry connection");
    assertEquals(1, count(second, Count.COMMANDS));
    assertEquals(Map.of(Count.COMMANDS, 4L), counts());
  }

  @Test
  void commandsBeforeTheClusterIsKnownAreCountedToo() throws IOException {
    try (Application other = cluster.connect(first)) {
      other.call("CLIENT SETNAME me");
      other.call("GET b");
    }
    assertEquals(2, count(first, Count.COMMANDS));
  }

  @Test
  void onlyEverySixteenthCommandIsTimed() throws IOException {
    for (int i = 0; i < 32; i++) {
      application.call("GET a");
    }
    Histogram.Snapshot times = node(third).metrics().times().snapshot();

    assertEquals(2, times.count());
    assertTrue(times.micros(0.5) > 0 && times.totalNanos() > 0);
    assertEquals(2, cluster.agentView().clusterMetrics().roundTrips().count());
  }

  @Test
  void neitherPipelinesNorBlockingCommandsAreTimed() throws IOException {
    for (int i = 0; i < 32; i++) {
      application.send("GET a", "GET a");
      application.reply();
      application.reply();
      application.call("BLPOP d 1");
    }

    assertEquals(96, count(third, Count.COMMANDS));
    assertEquals(0, node(third).metrics().times().snapshot().count());
  }

  @Test
  void aCommandFollowedByAnotherBeforeItsReplyIsReadIsNotTimed() throws IOException {
    for (int i = 0; i < 32; i++) {
      application.send("GET a");
      application.send("GET a");
      application.reply();
      application.reply();
    }

    assertEquals(0, node(third).metrics().times().snapshot().count());
  }

  @Test
  void aWaitForAConnectionOfAnotherSessionIsCountedOnceAtItsNode() throws IOException {
    application.call("SET c 1");
    try (Application other = cluster.connect(first)) {
      second.noReplyTo("INCR c");
      other.send("INCR c");
      second.await("INCR c");
      first.replyTo("WAIT", ":1");
      application.timeout(50);
      application.call("WAIT 1 10");
    }

    assertEquals(1, count(second, Count.POOL_WAITS));
    assertEquals(1, cluster.agentView().clusterMetrics().count(Count.POOL_WAITS));
  }

  @Test
  void movedIsCounted() throws IOException {
    third.replyTo("INCR a", FakeCluster.moved("a", second));
    second.replyTo("INCR a", FakeCluster.moved("a", third));
    application.call("INCR a");

    assertEquals(1, count(third, Count.MOVED));
    assertEquals(1, count(second, Count.MOVED));
    assertEquals(Map.of(Count.COMMANDS, 3L, Count.MOVED, 2L, Count.REDIRECTED, 2L), counts());
  }

  @Test
  void askIsCounted() throws IOException {
    cluster.migrate("a", second);
    application.call("INCR a");

    assertEquals(1, count(third, Count.ASK));
    assertEquals(1, count(third, Count.REDIRECTED));
    assertEquals(2, count(second, Count.COMMANDS), "ASKING and the command");
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
  void waitsAreCounted(Count kind, String refusal) throws IOException {
    third.replyTo("INCR a", refusal).replyTo("INCR a", refusal);
    application.call("INCR a");

    assertEquals(2, count(third, kind));
    assertEquals(Map.of(Count.COMMANDS, 3L, kind, 2L, Count.WAITED, 2L), counts());
  }

  @Test
  void unblockedCommandsAreCounted() throws IOException {
    third.replyTo("BLPOP d", "-UNBLOCKED force unblock from blocking operation");
    application.call("BLPOP d 1");

    assertEquals(1, count(third, Count.UNBLOCKED));
    assertEquals(1, count(third, Count.WAITED));
  }

  @Test
  void refusalsReturnedToTheApplicationAreCounted() throws IOException {
    for (int i = 0; i < 6; i++) {
      (i % 2 == 0 ? third : second)
          .replyTo("INCR a", FakeCluster.ask("a", i % 2 == 0 ? second : third));
    }
    application.call("INCR a");

    assertEquals(
        Map.of(Count.COMMANDS, 11L, Count.ASK, 6L, Count.REDIRECTED, 5L, Count.REFUSALS_SHOWN, 1L),
        counts());
  }

  @Test
  void refusalsReturnedBecauseALaterCommandHasRunAreCounted() throws IOException {
    third.replyTo("INCR a", "-TRYAGAIN wait");
    application.send("INCR a", "GET a");
    application.reply();
    application.reply();

    assertEquals(
        Map.of(Count.COMMANDS, 2L, Count.TRYAGAIN, 1L, Count.REFUSALS_SHOWN, 1L), counts());
  }

  @Test
  void loadedScriptsAreCounted() throws IOException {
    application.call("SCRIPT LOAD script");
    cluster.agentView().clusterMetrics().reset();
    third.replyTo("EVALSHA", "-NOSCRIPT No matching script.").replyTo("EVALSHA", "+ran");
    application.call("EVALSHA " + sha1("script") + " 1 a");

    assertEquals(1, count(third, Count.NOSCRIPT));
    assertEquals(1, count(third, Count.SCRIPTS_BROUGHT));
  }

  @Test
  void waitsOfAWatchAreCounted() throws IOException {
    third.replyTo("WATCH a", "-TRYAGAIN wait");
    application.call("WATCH a");

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
  void unknownOutcomesAreCounted() throws IOException {
    third.runAndClose("GET a").runAndClose("INCR a");
    application.call("GET a");
    application.send("INCR a");
    assertThrows(IOException.class, application::reply);

    assertEquals(1, count(third, Count.UNKNOWN_RESENT));
    assertEquals(1, count(third, Count.UNKNOWN_SHOWN));
    assertEquals(3, count(third, Count.COMMANDS));
  }

  @Test
  void unsentCommandsThatAreSentAgainAreCounted() throws IOException {
    cluster.failWritesTo(second);
    cluster.move("c", third);

    assertEquals(":2", application.call("INCR c"));
    assertEquals(1, count(second, Count.UNSENT_RESENT));
    assertEquals(0, cluster.agentView().clusterMetrics().count(Count.UNKNOWN_RESENT));
  }

  @Test
  void unsentCommandsThatFailAreCounted() throws IOException {
    application.timeout(100);
    cluster.failWritesTo(second);
    application.send("INCR c");
    assertThrows(IOException.class, application::reply);

    assertEquals(0, cluster.agentView().clusterMetrics().count(Count.UNSENT_RESENT));
    assertEquals(1, cluster.agentView().clusterMetrics().count(Count.UNSENT_SHOWN));
    assertTrue(count(second, Count.CONNECTIONS_FAILED) > 0);
  }

  @Test
  void errorsOfPartsAreCounted() throws IOException {
    third.replyTo("DEL a", "-ERR no").replyTo("DEL a", "-ERR no");
    second.replyTo("DEL c", "-ERR no");
    application.call("DEL a b c");
    application.call("DEL a b c");

    assertEquals(Map.of(Count.COMMANDS, 6L, Count.PART_ERRORS, 3L), counts());
  }

  @Test
  void transactionsAreCounted() throws IOException {
    third.replyTo("EXEC", FakeCluster.moved("a", second));
    cluster.move("a", second);
    application.send("MULTI", "INCR a", "EXEC");
    application.reply();
    application.reply();
    application.reply();

    assertEquals(1, cluster.agentView().clusterMetrics().count(Count.TRANSACTIONS_REPLAYED));
    assertEquals(0, cluster.agentView().clusterMetrics().count(Count.WATCHES_LOST));

    application.call("WATCH a");
    cluster.move("a", first);
    application.send("MULTI", "INCR a", "EXEC");
    application.reply();
    application.reply();
    application.reply();

    assertEquals(1, cluster.agentView().clusterMetrics().count(Count.WATCHES_LOST));
  }

  @Test
  void connectionsAreCounted() throws IOException {
    assertEquals(1, connections(third).pooled());
    assertEquals(0, connections(third).held());
    assertEquals(1, connections(first).applicationConnections());
    third.noReplyTo("GET a");
    application.send("GET a");
    third.await("GET a");
    assertEquals(1, connections(third).held());
    try (Application other = cluster.connect(second)) {
      other.call("GET a");
    }

    assertEquals(2, connections(third).pooled());
    assertEquals(1, count(third, Count.CONNECTIONS_OPENED));
    application.close();
    Await.until(
        "the application's connection is removed",
        () -> connections(first).applicationConnections() == 0);
    assertEquals(0, connections(third).held());
  }

  @Test
  void refreshesAreCounted() {
    cluster.agentView().requestRefresh();
    Await.until(
        "a refresh", () -> cluster.agentView().clusterMetrics().count(Count.REFRESHES) == 1);
    assertEquals(1, cluster.agentView().metrics().times().snapshot().count());
    assertEquals(0, cluster.agentView().clusterMetrics().count(Count.REFRESHES_FAILED));

    cluster.nodes.forEach(node -> node.topology(() -> "-LOADING dataset\r\n"));
    cluster.agentView().requestRefresh();
    Await.until(
        "a failure", () -> cluster.agentView().clusterMetrics().count(Count.REFRESHES_FAILED) == 1);
  }
}
