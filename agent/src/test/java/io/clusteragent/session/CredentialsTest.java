package io.clusteragent.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clusteragent.config.Configuration;
import io.clusteragent.session.entry.EndpointRegistry;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Credentials go only to nodes of the cluster that the application addressed, whatever a redirection contains. */
class CredentialsTest {
  private static final String NOPERM = "-NOPERM User app has no permissions to run the command\r\n";

  private final FakeNode elsewhere = FakeNode.standalone(new FakeStore());
  private FakeCluster cluster;
  private FakeNode second;
  private FakeNode third;

  @BeforeEach
  void start() {
    start("");
  }

  private void start(String options) {
    if (cluster != null) {
      cluster.close();
    }
    cluster = new FakeCluster(3, Configuration.of(options, new Properties(), Map.of()));
    second = cluster.nodes.get(1);
    third = cluster.nodes.get(2);
  }

  @AfterEach
  void stop() {
    cluster.close();
    elsewhere.close();
  }

  @Test
  void aRedirectionOutOfTheClusterIsReturnedToTheApplication() throws IOException {
    try (Application application = login()) {
      String moved = FakeCluster.moved("a", elsewhere);
      third.replyTo("GET a", moved);
      assertEquals(moved, application.call("GET a"));
      String ask = FakeCluster.ask("a", elsewhere);
      third.replyTo("GET a", ask);
      assertEquals(ask, application.call("GET a"));

      assertEquals("$-1", application.call("GET a"));
    }
    assertEquals(0, elsewhere.sessionConnections());
  }

  @Test
  void aTransactionDoesNotFollowARedirectionOutOfTheCluster() throws IOException {
    try (Application application = login()) {
      third.replyTo("INCR a", FakeCluster.moved("a", elsewhere));
      application.send("MULTI", "INCR a", "EXEC");
      assertEquals("+OK", application.reply());
      assertEquals(FakeCluster.moved("a", elsewhere), application.reply());
      assertTrue(application.reply().startsWith("-EXECABORT"));
    }
    assertEquals(0, elsewhere.sessionConnections());
  }

  @Test
  void withoutCredentialsTheRedirectionIsFollowed() throws IOException {
    elsewhere.replyTo("GET a", "$4\r\nthen");
    try (Application application = cluster.connect(cluster.nodes.get(0))) {
      third.replyTo("GET a", FakeCluster.moved("a", elsewhere));
      assertEquals("$4 then", application.call("GET a"));
    }
  }

  @Test
  void aRedirectionThatOneSessionFollowedGetsNoCredentialsOfOthers() throws IOException {
    cluster.hideTopology();
    try (Application open = cluster.connect(cluster.nodes.get(0));
        Application application = login()) {
      third.replyTo("GET a", FakeCluster.moved("a", elsewhere));
      open.call("GET a");
      application.timeout(100);
      application.send("GET a");
      try {
        application.reply();
      } catch (IOException e) {
        assertTrue(e.getMessage().contains("trustRedirects"), e.getMessage());
      }
      assertTrue(
          elsewhere.conversations().stream().allMatch(c -> c.handshake().isEmpty()),
          () -> "" + elsewhere.received());
    }
  }

  @Test
  void aRedirectionToANewNodeThatTheOthersKnowIsFollowed() throws IOException {
    removeSecondFromTopology();
    try (Application application = login()) {
      third.replyTo("INCR c", FakeCluster.ask("c", second));
      assertEquals(":1", application.call("INCR c"));
      third.replyTo("INCR c", FakeCluster.moved("c", second));
      assertEquals(":2", application.call("INCR c"));
    }
    assertEquals(List.of("AUTH secret", "ASKING", "INCR c", "INCR c"), second.received());
  }

  @Test
  void aUserWithoutTheRightToTheTopologyGetsTheRedirection() throws IOException {
    denyTopology();
    try (Application application = login()) {
      assertEquals(FakeCluster.moved("a", third), application.call("SET a 1"));
      assertEquals("+OK", application.call("SET b 1"));
    }
    assertEquals(List.of(), third.received());
  }

  @Test
  void trustRedirectsFollowsAllRedirections() throws IOException {
    start("trustRedirects=true");
    denyTopology();
    try (Application application = login()) {
      assertEquals("+OK", application.call("SET a 1"));
    }
    assertEquals(List.of("AUTH secret", "SET a 1"), third.received());
  }

  @Test
  void redirectionsToListedNodesAreFollowed() throws IOException {
    start("");
    String address = third.address().toString();
    FakeNode own = cluster.nodes.get(0);
    EndpointRegistry listing =
        new EndpointRegistry(Configuration.of("nodes=" + address, new Properties(), Map.of()));
    denyTopology();
    try (Application application = new Application(
        listing.virtual(cluster.dialer().dial(own.address()), own.address(), cluster.dialer()))) {
      application.call("AUTH secret");
      assertEquals("+OK", application.call("SET a 1"));
      assertEquals(FakeCluster.moved("c", second), application.call("SET c 1"));
    }
  }

  private Application login() throws IOException {
    Application application = cluster.connect(cluster.nodes.get(0));
    assertEquals("+OK", application.call("AUTH secret"));
    return application;
  }

  private void denyTopology() {
    cluster.nodes.forEach(node -> {
      node.topology(() -> NOPERM);
      node.clusterNodes(() -> NOPERM);
    });
  }

  /** Gives the second node's slots to the third in CLUSTER SLOTS, which does not list a node without slots. */
  private void removeSecondFromTopology() {
    String one = range(0, 5460, cluster.nodes.get(0));
    String other = range(5461, 16383, third);
    cluster.nodes.forEach(node -> node.topology(() -> Wire.array(List.of(one, other))));
  }

  private static String range(int from, int to, FakeNode node) {
    String member = Wire.array(List.of(
        Wire.bulk(node.address().host()),
        Wire.integer(node.address().port()),
        Wire.bulk(node.id())));
    return Wire.array(List.of(Wire.integer(from), Wire.integer(to), member));
  }

  @Test
  void aShardedChannelSendsNoCredentialsOutOfTheCluster() throws IOException {
    try (Application application = login()) {
      application.timeout(500);
      cluster.hideTopology();
      third.replyTo("SSUBSCRIBE a", FakeCluster.moved("a", elsewhere));
      assertEquals("*3 $10 ssubscribe $1 a :1", application.call("SSUBSCRIBE a"));
    }
    assertEquals(0, elsewhere.sessionConnections());
  }
}
