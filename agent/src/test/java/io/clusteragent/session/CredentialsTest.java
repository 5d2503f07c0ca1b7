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

/** Credentials go only to nodes of the cluster that the application addressed, whatever a redirection says. */
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
  void aRedirectionOutOfTheClusterIsShownToTheApplication() throws IOException {
    try (Application application = login()) {
      String moved = FakeCluster.moved("a", elsewhere);
      third.answer("GET a", moved);
      assertEquals(moved, application.ask("GET a"));
      String ask = FakeCluster.ask("a", elsewhere);
      third.answer("GET a", ask);
      assertEquals(ask, application.ask("GET a"));

      assertEquals("$-1", application.ask("GET a"));
    }
    assertEquals(0, elsewhere.accepted());
  }

  @Test
  void aTransactionIsNotLedOutEither() throws IOException {
    try (Application application = login()) {
      third.answer("INCR a", FakeCluster.moved("a", elsewhere));
      application.say("MULTI", "INCR a", "EXEC");
      assertEquals("+OK", application.reply());
      assertEquals(FakeCluster.moved("a", elsewhere), application.reply());
      assertTrue(application.reply().startsWith("-EXECABORT"));
    }
    assertEquals(0, elsewhere.accepted());
  }

  @Test
  void withoutCredentialsThereIsNothingToLose() throws IOException {
    elsewhere.answer("GET a", "$4\r\nthen");
    try (Application application = cluster.connect(cluster.nodes.get(0))) {
      third.answer("GET a", FakeCluster.moved("a", elsewhere));
      assertEquals("$4 then", application.ask("GET a"));
    }
  }

  @Test
  void aRedirectionThatOneSessionFollowedLeadsNoOthersCredentials() throws IOException {
    cluster.hideTopology();
    try (Application open = cluster.connect(cluster.nodes.get(0));
        Application application = login()) {
      third.answer("GET a", FakeCluster.moved("a", elsewhere));
      open.ask("GET a");
      application.timeout(100);
      application.say("GET a");
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
  void aNewNodeThatTheOthersKnowIsFollowed() throws IOException {
    nobodyListsSecond();
    try (Application application = login()) {
      third.answer("INCR c", FakeCluster.ask("c", second));
      assertEquals(":1", application.ask("INCR c"));
      third.answer("INCR c", FakeCluster.moved("c", second));
      assertEquals(":2", application.ask("INCR c"));
    }
    assertEquals(List.of("AUTH secret", "ASKING", "INCR c", "INCR c"), second.received());
  }

  @Test
  void aUserWhoMayNotAskForTheTopologySeesTheRedirection() throws IOException {
    silence();
    try (Application application = login()) {
      assertEquals(FakeCluster.moved("a", third), application.ask("SET a 1"));
      assertEquals("+OK", application.ask("SET b 1"));
    }
    assertEquals(List.of(), third.received());
  }

  @Test
  void trustRedirectsFollowsThemAll() throws IOException {
    start("trustRedirects=true");
    silence();
    try (Application application = login()) {
      assertEquals("+OK", application.ask("SET a 1"));
    }
    assertEquals(List.of("AUTH secret", "SET a 1"), third.received());
  }

  @Test
  void nodesThatAreListedAreFollowed() throws IOException {
    start("");
    String address = third.address().toString();
    FakeNode own = cluster.nodes.get(0);
    EndpointRegistry listing =
        new EndpointRegistry(Configuration.of("nodes=" + address, new Properties(), Map.of()));
    silence();
    try (Application application = new Application(
        listing.virtual(cluster.dialer().dial(own.address()), own.address(), cluster.dialer()))) {
      application.ask("AUTH secret");
      assertEquals("+OK", application.ask("SET a 1"));
      assertEquals(FakeCluster.moved("c", second), application.ask("SET c 1"));
    }
  }

  private Application login() throws IOException {
    Application application = cluster.connect(cluster.nodes.get(0));
    assertEquals("+OK", application.ask("AUTH secret"));
    return application;
  }

  private void silence() {
    cluster.nodes.forEach(node -> {
      node.topology(() -> NOPERM);
      node.allNodes(() -> NOPERM);
    });
  }

  /** A node that has no slots yet is not in CLUSTER SLOTS; the third has those of the second. */
  private void nobodyListsSecond() {
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
  void aShardedChannelIsNotLedOutAndLeadsNoOtherSessionOut() throws IOException {
    try (Application application = login()) {
      application.timeout(500);
      cluster.hideTopology();
      third.answer("SSUBSCRIBE a", FakeCluster.moved("a", elsewhere));
      assertEquals("*3 $10 ssubscribe $1 a :1", application.ask("SSUBSCRIBE a"));
    }
    assertEquals(0, elsewhere.accepted());
  }
}
