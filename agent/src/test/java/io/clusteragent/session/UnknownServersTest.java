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

/** What is not known to be a cluster gets and gives the same bytes as without the agent, until it redirects. */
class UnknownServersTest {
  private static final String NOPERM = "-NOPERM User app has no permissions\r\n";
  private static final String LOADING = "-LOADING Redis is loading the dataset in memory\r\n";
  private static final String DENIAL = "-ERR This instance has cluster support disabled\r\n";

  /** All that a cluster would treat in another way, over the keys of three nodes. */
  private static final List<String> ONE_SERVERS_WORK = List.of(
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
  void aServerThatRefusesIsAskedOnceAndThenLeftAlone(String refusal) throws IOException {
    plain.topology(() -> refusal + "\r\n");
    for (int i = 0; i < 3; i++) {
      assertWorksAsOneServer();
    }
    assertEquals(1, plain.asked());
    assertEquals(4, plain.connections(), "three of the application's, one to ask");
    assertTrue(cluster.endpoints.directory().known(plain.address()).isPlain());
  }

  // ---- unknown

  @Test
  void aServerThatDeniesEveryQuestionWorksAsWithoutTheAgent() throws IOException {
    plain.topology(() -> NOPERM);
    plain.modeQuestions(NOPERM, NOPERM);
    for (int i = 0; i < 3; i++) {
      assertWorksAsOneServer();
    }
    assertEquals(1, plain.asked());
    assertEquals(4, plain.connections(), "three of the application's, one to ask");
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
  void aPassingStateIsAskedAboutAgainByTheClock(String state) throws IOException {
    plain.topology(() -> state + "\r\n");
    long start = System.nanoTime();
    try (Application application = cluster.connect(plain)) {
      for (int i = 0; i < 300; i++) {
        assertEquals("$-1", application.ask("GET a"));
      }
      long seconds = (System.nanoTime() - start) / 1_000_000_000L;
      assertTrue(plain.asked() <= 1 + seconds, plain.asked() + " times in " + seconds + " s");

      plain.topology(() -> DENIAL);
      Await.until("it is asked again", () -> {
        try {
          return application.ask("GET a").equals("$-1")
              && cluster.endpoints.directory().known(plain.address()).isPlain();
        } catch (IOException e) {
          throw new AssertionError(e);
        }
      });
    }
  }

  @Test
  void whereNobodyListensToTheQuestionItRests() throws IOException {
    plain.hangUpOnQuestions();
    long start = System.nanoTime();
    try (Application application = cluster.connect(plain)) {
      for (int i = 0; i < 300; i++) {
        assertEquals("$-1", application.ask("GET a"));
      }
    }
    long seconds = (System.nanoTime() - start) / 1_000_000_000L;
    assertTrue(plain.asked() <= 1 + seconds, plain.asked() + " times in " + seconds + " s");
  }

  @Test
  void aPasswordEndsTheRestOfAServerThatWantedOne() throws IOException {
    plain.password("secret");
    try (Application application = cluster.connect(plain)) {
      assertTrue(application.ask("GET a").startsWith("-NOAUTH"));
      assertEquals("+OK", application.ask("AUTH secret"));
      assertEquals("$-1", application.ask("GET a"));
      assertEquals("$-1", application.ask("GET a"));
    }
    assertEquals(1, plain.asked(), "once it may be asked");
    assertTrue(cluster.endpoints.directory().known(plain.address()).isPlain());
  }

  @Test
  void aServerOfUnknownNatureIsToldItselfToBeSilent() throws IOException {
    plain.topology(() -> LOADING);
    plain.silent("CLIENT REPLY OFF").silent("SET a 1").answer("CLIENT REPLY ON", "+OK");
    try (Application application = cluster.connect(plain)) {
      application.say("GET a", "CLIENT REPLY OFF", "SET a 1", "CLIENT REPLY ON");
      assertEquals("$-1", application.reply());
      assertEquals("+OK", application.reply());
      assertEquals("$-1", application.ask("GET a"));
    }
    assertEquals(
        List.of("GET a", "CLIENT REPLY OFF", "SET a 1", "CLIENT REPLY ON", "GET a"),
        plain.received());
  }

  @Test
  void lateRepliesCanBeReadBehindATimeout() throws IOException {
    plain.topology(() -> LOADING);
    plain.silent("GET a");
    try (Application application = cluster.connect(plain)) {
      application.timeout(50);
      application.say("GET a");
      assertThrows(SocketTimeoutException.class, application::reply);
      plain.push("$4\r\nlate\r\n");
      application.timeout(5000);
      assertEquals("$4 late", application.reply());
      assertEquals("$-1", application.ask("GET a"));
    }
  }

  @Test
  void theEndOfTheStreamIsTheEndOfTheStream() throws IOException {
    plain.topology(() -> LOADING);
    plain.hangUp("GET a", "");
    try (Application application = cluster.connect(plain)) {
      application.say("GET a");
      assertEquals(-1, application.socket.getInputStream().read());
    }
  }

  /** As a server does that has no room for more clients. */
  @Test
  void whatAServerSaidBeforeItHungUpIsRead() throws IOException {
    plain.topology(() -> LOADING);
    plain.hangUp("GET a", "-ERR max number of clients reached\r\n");
    try (Application application = cluster.connect(plain)) {
      application.say("GET a");
      assertEquals("-ERR max number of clients reached", application.reply());
      assertEquals(-1, application.socket.getInputStream().read());
    }
  }

  // ---- unknown, and a cluster after all

  @Test
  void theFirstRedirectionShowsTheCluster() throws IOException {
    denyAll();
    try (Application application = cluster.connect(first)) {
      assertEquals("+OK", application.ask("SET b 1"));
      assertEquals(":1", application.ask("DBSIZE"), "as without the agent");
      assertEquals("+OK", application.ask("SET a 1"), "the third node's key");
      assertEquals("$1 1", application.ask("GET a"));
      assertTrue(application.ask("DBSIZE").startsWith("-CLUSTERDOWN"));
    }
    assertEquals(List.of("SET b 1", "DBSIZE", "SET a 1"), first.received());
    assertEquals(List.of("SET a 1", "GET a"), third.received());
    assertEquals(2, first.asked(), "at the first command, and when it redirected");
  }

  @Test
  void theFirstRedirectionMayComeInThePipeline() throws IOException {
    denyAll();
    try (Application application = cluster.connect(first)) {
      application.say("SET b 1", "SET a 1", "INCR a", "GET b");
      assertEquals("+OK", application.reply());
      assertEquals("+OK", application.reply());
      assertEquals(":2", application.reply());
      assertEquals("$1 1", application.reply());
    }
  }

  @Test
  void aNodeThatRenamesClusterIsFollowedByRedirections() throws IOException {
    cluster.nodes.forEach(node -> node.topology(() -> "-ERR unknown command 'CLUSTER'\r\n"));
    try (Application application = cluster.connect(first)) {
      assertEquals("+OK", application.ask("SET a 1"));
      assertEquals(":2", application.ask("INCR a"));
      assertTrue(application.ask("DBSIZE").startsWith("-CLUSTERDOWN"), "not one node's keys");
    }
    assertEquals(List.of("SET a 1"), first.received());
    assertEquals(1, first.asked());
  }

  /** The server holds its first half: a command of it alone must not run elsewhere. */
  @Test
  void aTransactionThatTheServerGotIsNotTornApart() throws IOException {
    denyAll();
    try (Application application = cluster.connect(first)) {
      application.say("GET a", "MULTI", "SET a 1", "SET b 1", "EXEC", "GET a");
      assertEquals("$-1", application.reply());
      assertEquals("+OK", application.reply());
      assertEquals(FakeCluster.moved("a", third), application.reply());
      assertEquals("+QUEUED", application.reply());
      assertTrue(application.reply().startsWith("-EXECABORT"));
      assertEquals("$-1", application.reply());
      application.say("MULTI", "SET a 1", "EXEC");
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
  void aSessionIsRoutedFromTheEndOfTheTransactionOn() throws IOException {
    denyAll();
    try (Application application = cluster.connect(first)) {
      assertEquals("+OK", application.ask("WATCH b"));
      assertEquals("+OK", application.ask("MULTI"));
      assertEquals(FakeCluster.moved("a", third), application.ask("SET a 1"));
      assertTrue(application.ask("EXEC").startsWith("-EXECABORT"));
      assertEquals("+OK", application.ask("SET a 1"));
    }
    assertEquals(List.of("SET a 1"), third.received());
  }

  @Test
  void aRefusedMultiOpensNothing() throws IOException {
    denyAll();
    first.answer("MULTI", "-LOADING x").answer("WATCH", "-LOADING x");
    try (Application application = cluster.connect(first)) {
      assertEquals("-LOADING x", application.ask("MULTI"));
      assertEquals("-LOADING x", application.ask("WATCH b"));
      assertEquals("+OK", application.ask("SET a 1"), "redirected");
    }
  }

  @Test
  void aRedirectionOfAnotherSlotThanTheCommandsIsNoRedirection() throws IOException {
    plain.topology(() -> LOADING);
    String forged = FakeCluster.moved("b", third);
    plain.answer("EVAL", forged).answer("PING", forged);
    try (Application application = cluster.connect(plain)) {
      assertEquals(forged, application.ask("EVAL x 1 a"));
      assertEquals(forged, application.ask("PING"));
      assertEquals(":0", application.ask("DBSIZE"));
    }
    assertEquals(List.of(), third.received());
  }

  @Test
  void aNodeThatIsBusyWhenItRedirectsIsReadLater() throws IOException {
    List<FakeNode.Topology> told =
        cluster.nodes.stream().map(FakeNode::topology).toList();
    cluster.nodes.forEach(node -> node.topology(() -> "-BUSY Redis is busy\r\n"));
    try (Application application = cluster.connect(first)) {
      assertEquals("+OK", application.ask("SET a 1"), "the third node's key");
      for (int i = 0; i < 3; i++) {
        cluster.nodes.get(i).topology(told.get(i));
      }
      Await.until("the topology is known", () -> {
        try {
          return application.ask("DBSIZE").equals(":1");
        } catch (IOException e) {
          throw new AssertionError(e);
        }
      });
    }
  }

  // ---- the option redirect

  @ParameterizedTest
  @ValueSource(strings = {"-ERR command is not allowed\r\n", "-ERR unsupported\r\n"})
  void aServiceWithoutMyIdIsAskedForItOnce(String answer) throws IOException {
    first.myId(answer);
    EndpointRegistry endpoints = new EndpointRegistry(
        Configuration.of("redirect=old.example:6379->" + first, new Properties(), Map.of()));
    Socket socket = endpoints.redirected(new NodeAddress("old.example", 6379), cluster.dialer());
    try (Application application = new Application(socket)) {
      for (int i = 0; i < 50; i++) {
        assertEquals("$-1", application.ask("GET b"));
      }
    }
    endpoints.clusters().known().forEach(FuzzedCluster::shutDown);
    assertTrue(
        first.askedForId() <= 2, first.askedForId() + " times"); // once more with the topology
  }

  private void denyAll() {
    for (FakeNode node : cluster.nodes) {
      node.topology(() -> NOPERM);
      node.modeQuestions(NOPERM, NOPERM);
    }
  }

  private void assertWorksAsOneServer() throws IOException {
    Conversation oracle = new Conversation(new FakeStore(), Conversation.ALL_KEYS);
    store.clear();
    int before = plain.received().size();
    try (Application application = cluster.connect(plain)) {
      for (String command : ONE_SERVERS_WORK) {
        assertEquals(
            Wire.oneLine(oracle.answer(List.of(command.split(" ")), null)),
            application.ask(command),
            command);
      }
    }
    List<String> received = plain.received();
    assertEquals(ONE_SERVERS_WORK, received.subList(before, received.size()));
  }
}
