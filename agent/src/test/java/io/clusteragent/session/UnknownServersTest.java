package io.clusteragent.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clusteragent.cluster.address.NodeAddress;
import io.clusteragent.config.Configuration;
import io.clusteragent.session.entry.EndpointRegistry;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server of unknown nature gets and sends the same bytes as without the agent, until it redirects. */
class UnknownServersTest {
  private static final String NOPERM = "-NOPERM User app has no permissions\r\n";
  private static final String LOADING = "-LOADING Redis is loading the dataset in memory\r\n";
  private static final String DENIAL = "-ERR This instance has cluster support disabled\r\n";

  /** All commands that a cluster would treat differently, over the keys of three nodes. */
  private static final List<String> COMMANDS_OF_ONE_SERVER = List.of(
      "SET a 1",
      "MSET a 1 b 2 c 3",
      "MGET a b c",
      "DBSIZE",
      "KEYS *",
      "SCAN 0",
      "RANDOMKEY",
      "WATCH a",
      "WATCH b",
      "MULTI",
      "INCR a",
      "MGET a b",
      "EXEC",
      "DEL a b c",
      "FLUSHALL",
      "EXISTS a b");

  private final FakeStore store = new FakeStore();
  private FakeCluster cluster;
  private FakeNode first;
  private FakeNode third;
  private FakeNode plain;

  @BeforeEach
  void start() {
    cluster = new FakeCluster(3);
    first = cluster.nodes.get(0);
    third = cluster.nodes.get(2);
    plain = FakeNode.standalone(store);
  }

  @AfterEach
  void stop() {
    plain.close();
    cluster.close();
  }

  // ---- no cluster

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-NOPERM this user has no permissions to run the 'cluster' command or its subcommand",
        "-NOPERM User app has no permissions to run the 'cluster|slots' command",
        "-ERR unknown command 'CLUSTER', with args beginning with: 'SLOTS' ",
        "-ERR command is not allowed",
        "-ERR Cluster is disabled. Use --cluster_mode=yes to enable.",
        "-ERR Cluster mode is not enabled",
        "-ERR unsupported",
        "-ERR Teleport: not supported by Teleport",
        "-Unsupported operation: cluster",
      })
  void aServerThatRefusesIsProbedOnce(String refusal) throws IOException {
    plain.topology(() -> refusal + "\r\n");
    for (int i = 0; i < 3; i++) {
      assertWorksAsOneServer();
    }
    assertEquals(1, plain.topologyRequests());
    assertEquals(4, plain.allConnections(), "three of the application's, one to ask");
    assertTrue(cluster.endpoints.directory().known(plain.address()).isPlain());
  }

  // ---- unknown

  @Test
  void aServerThatDeniesEveryProbeWorksAsWithoutTheAgent() throws IOException {
    plain.topology(() -> NOPERM);
    plain.replyToModeCommands(NOPERM, NOPERM);
    for (int i = 0; i < 3; i++) {
      assertWorksAsOneServer();
    }
    assertEquals(1, plain.topologyRequests());
    assertEquals(4, plain.allConnections(), "three of the application's, one to ask");
    assertFalse(cluster.endpoints.directory().known(plain.address()).isPlain());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-LOADING Redis is loading the dataset in memory",
        "-BUSY Redis is busy running a script.",
        "-MASTERDOWN Link with MASTER is down.",
        "-CLUSTERDOWN The cluster is down",
        "-NOAUTH Authentication required.",
        "-TRYAGAIN Later",
        "-ERR max number of clients reached",
      })
  void aServerInATemporaryStateIsProbedAgainAtIntervals(String state) throws IOException {
    plain.topology(() -> state + "\r\n");
    long start = System.nanoTime();
    try (Application application = cluster.connect(plain)) {
      for (int i = 0; i < 300; i++) {
        assertEquals("$-1", application.call("GET a"));
      }
      long seconds = (System.nanoTime() - start) / 1_000_000_000L;
      assertTrue(
          plain.topologyRequests() <= 1 + seconds,
          plain.topologyRequests() + " times in " + seconds + " s");

      plain.topology(() -> DENIAL);
      Await.until("the agent probes it again", () -> {
        try {
          return application.call("GET a").equals("$-1")
              && cluster.endpoints.directory().known(plain.address()).isPlain();
        } catch (IOException e) {
          throw new AssertionError(e);
        }
      });
    }
  }

  @Test
  void aServerThatIgnoresProbesIsNotProbedAgainForAWhile() throws IOException {
    plain.closeOnTopologyRequests();
    long start = System.nanoTime();
    try (Application application = cluster.connect(plain)) {
      for (int i = 0; i < 300; i++) {
        assertEquals("$-1", application.call("GET a"));
      }
    }
    long seconds = (System.nanoTime() - start) / 1_000_000_000L;
    assertTrue(
        plain.topologyRequests() <= 1 + seconds,
        plain.topologyRequests() + " times in " + seconds + " s");
  }

  @Test
  void aPasswordEndsThePauseOfAServerThatRequiredOne() throws IOException {
    plain.requirePassword("secret");
    try (Application application = cluster.connect(plain)) {
      assertTrue(application.call("GET a").startsWith("-NOAUTH"));
      assertEquals("+OK", application.call("AUTH secret"));
      assertEquals("$-1", application.call("GET a"));
      assertEquals("$-1", application.call("GET a"));
    }
    assertEquals(1, plain.topologyRequests(), "after the password");
    assertTrue(cluster.endpoints.directory().known(plain.address()).isPlain());
  }

  @Test
  void clientReplyIsSentToAServerOfUnknownNature() throws IOException {
    plain.topology(() -> LOADING);
    plain.noReplyTo("CLIENT REPLY OFF").noReplyTo("SET a 1").replyTo("CLIENT REPLY ON", "+OK");
    try (Application application = cluster.connect(plain)) {
      application.send("GET a", "CLIENT REPLY OFF", "SET a 1", "CLIENT REPLY ON");
      assertEquals("$-1", application.reply());
      assertEquals("+OK", application.reply());
      assertEquals("$-1", application.call("GET a"));
    }
    assertEquals(
        List.of("GET a", "CLIENT REPLY OFF", "SET a 1", "CLIENT REPLY ON", "GET a"),
        plain.received());
  }

  @Test
  void lateRepliesCanBeReadBehindATimeout() throws IOException {
    plain.topology(() -> LOADING);
    plain.noReplyTo("GET a");
    try (Application application = cluster.connect(plain)) {
      application.timeout(50);
      application.send("GET a");
      assertThrows(SocketTimeoutException.class, application::reply);
      plain.push("$4\r\nlate\r\n");
      application.timeout(5000);
      assertEquals("$4 late", application.reply());
      assertEquals("$-1", application.call("GET a"));
    }
  }

  @Test
  void theEndOfTheStreamIsReadAsSuch() throws IOException {
    plain.topology(() -> LOADING);
    plain.closeOn("GET a", "");
    try (Application application = cluster.connect(plain)) {
      application.send("GET a");
      assertEquals(-1, application.socket.getInputStream().read());
    }
  }

  /** A server without room for more clients does this. */
  @Test
  void aReplySentBeforeTheServerClosedIsRead() throws IOException {
    plain.topology(() -> LOADING);
    plain.closeOn("GET a", "-ERR max number of clients reached\r\n");
    try (Application application = cluster.connect(plain)) {
      application.send("GET a");
      assertEquals("-ERR max number of clients reached", application.reply());
      assertEquals(-1, application.socket.getInputStream().read());
    }
  }

  // ---- unknown, and a cluster after all

  @Test
  void theFirstRedirectionRevealsTheCluster() throws IOException {
    denyAll();
    try (Application application = cluster.connect(first)) {
      assertEquals("+OK", application.call("SET b 1"));
      assertEquals(":1", application.call("DBSIZE"), "as without the agent");
      assertEquals("+OK", application.call("SET a 1"), "the third node's key");
      assertEquals("$1 1", application.call("GET a"));
      assertTrue(application.call("DBSIZE").startsWith("-CLUSTERDOWN"));
    }
    assertEquals(List.of("SET b 1", "DBSIZE", "SET a 1"), first.received());
    assertEquals(List.of("SET a 1", "GET a"), third.received());
    assertEquals(2, first.topologyRequests(), "at the first command, and when it redirected");
  }

  @Test
  void theFirstRedirectionMayArriveInsideAPipeline() throws IOException {
    denyAll();
    try (Application application = cluster.connect(first)) {
      application.send("SET b 1", "SET a 1", "INCR a", "GET b");
      assertEquals("+OK", application.reply());
      assertEquals("+OK", application.reply());
      assertEquals(":2", application.reply());
      assertEquals("$1 1", application.reply());
    }
  }

  @Test
  void aClusterWhoseNodesRenameClusterIsLearnedFromRedirections() throws IOException {
    cluster.nodes.forEach(node -> node.topology(() -> "-ERR unknown command 'CLUSTER'\r\n"));
    try (Application application = cluster.connect(first)) {
      assertEquals("+OK", application.call("SET a 1"));
      assertEquals(":2", application.call("INCR a"));
      assertTrue(application.call("DBSIZE").startsWith("-CLUSTERDOWN"), "not one node's keys");
    }
    assertEquals(List.of("SET a 1"), first.received());
    assertEquals(1, first.topologyRequests());
  }

  /** The server holds the first half of the transaction: none of its commands may run elsewhere. */
  @Test
  void aTransactionBegunOnTheServerIsNotSplit() throws IOException {
    denyAll();
    try (Application application = cluster.connect(first)) {
      application.send("GET a", "MULTI", "SET a 1", "SET b 1", "EXEC", "GET a");
      assertEquals("$-1", application.reply());
      assertEquals("+OK", application.reply());
      assertEquals(FakeCluster.moved("a", third), application.reply());
      assertEquals("+QUEUED", application.reply());
      assertTrue(application.reply().startsWith("-EXECABORT"));
      assertEquals("$-1", application.reply());
      application.send("MULTI", "SET a 1", "EXEC");
      assertEquals("+OK", application.reply());
      assertEquals("+QUEUED", application.reply());
      assertEquals("*1 +OK", application.reply(), "routed from its beginning");
    }
    assertEquals(
        List.of("GET a", "GET a", "MULTI", "SET a 1", "EXEC"),
        third.received(),
        "and no SET alone");
  }

  @Test
  void aSessionIsRoutedAfterTheTransaction() throws IOException {
    denyAll();
    try (Application application = cluster.connect(first)) {
      assertEquals("+OK", application.call("WATCH b"));
      assertEquals("+OK", application.call("MULTI"));
      assertEquals(FakeCluster.moved("a", third), application.call("SET a 1"));
      assertTrue(application.call("EXEC").startsWith("-EXECABORT"));
      assertEquals("+OK", application.call("SET a 1"));
    }
    assertEquals(List.of("SET a 1"), third.received());
  }

  @Test
  void aRefusedMultiOpensNoTransaction() throws IOException {
    denyAll();
    first.replyTo("MULTI", "-LOADING x").replyTo("WATCH", "-LOADING x");
    try (Application application = cluster.connect(first)) {
      assertEquals("-LOADING x", application.call("MULTI"));
      assertEquals("-LOADING x", application.call("WATCH b"));
      assertEquals("+OK", application.call("SET a 1"), "redirected");
    }
  }

  @Test
  void aRedirectionForAnotherSlotIsNotFollowed() throws IOException {
    plain.topology(() -> LOADING);
    String forged = FakeCluster.moved("b", third);
    plain.replyTo("EVAL", forged).replyTo("PING", forged);
    try (Application application = cluster.connect(plain)) {
      assertEquals(forged, application.call("EVAL x 1 a"));
      assertEquals(forged, application.call("PING"));
      assertEquals(":0", application.call("DBSIZE"));
    }
    assertEquals(List.of(), third.received());
  }

  @Test
  void theTopologyOfABusyNodeIsReadLater() throws IOException {
    List<FakeNode.Topology> topologies =
        cluster.nodes.stream().map(FakeNode::topology).toList();
    cluster.nodes.forEach(node -> node.topology(() -> "-BUSY Redis is busy\r\n"));
    try (Application application = cluster.connect(first)) {
      assertEquals("+OK", application.call("SET a 1"), "the third node's key");
      for (int i = 0; i < 3; i++) {
        cluster.nodes.get(i).topology(topologies.get(i));
      }
      Await.until("the topology is known", () -> {
        try {
          return application.call("DBSIZE").equals(":1");
        } catch (IOException e) {
          throw new AssertionError(e);
        }
      });
    }
  }

  // ---- the option redirect

  @ParameterizedTest
  @ValueSource(strings = {"-ERR command is not allowed\r\n", "-ERR unsupported\r\n"})
  void aServiceWithoutClusterMyIdIsAskedForItOnce(String answer) throws IOException {
    first.replyToMyId(answer);
    EndpointRegistry endpoints = new EndpointRegistry(
        Configuration.of("redirect=old.example:6379->" + first, new Properties(), Map.of()));
    Socket socket = endpoints.redirected(new NodeAddress("old.example", 6379), cluster.dialer());
    try (Application application = new Application(socket)) {
      for (int i = 0; i < 50; i++) {
        assertEquals("$-1", application.call("GET b"));
      }
    }
    endpoints.clusters().known().forEach(FuzzedCluster::shutDown);
    assertTrue(
        first.idRequests() <= 2,
        first.idRequests() + " times"); // once more with the topology request
  }

  private void denyAll() {
    for (FakeNode node : cluster.nodes) {
      node.topology(() -> NOPERM);
      node.replyToModeCommands(NOPERM, NOPERM);
    }
  }

  private void assertWorksAsOneServer() throws IOException {
    Conversation oracle = new Conversation(new FakeStore(), Conversation.ALL_KEYS);
    store.clear();
    int before = plain.received().size();
    try (Application application = cluster.connect(plain)) {
      for (String command : COMMANDS_OF_ONE_SERVER) {
        assertEquals(
            Wire.oneLine(oracle.reply(List.of(command.split(" ")), null)),
            application.call(command),
            command);
      }
    }
    List<String> received = plain.received();
    assertEquals(COMMANDS_OF_ONE_SERVER, received.subList(before, received.size()));
  }
}
