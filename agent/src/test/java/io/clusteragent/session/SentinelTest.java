package io.clusteragent.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clusteragent.cluster.address.NodeAddress;
import io.clusteragent.cluster.view.Cluster;
import io.clusteragent.config.Configuration;
import io.clusteragent.session.entry.EndpointRegistry;
import java.io.IOException;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The agent answers in place of Sentinels: the master that it names is a node of the cluster that answers. */
class SentinelTest extends ThreeNodeCluster {
  private static final NodeAddress SENTINEL = new NodeAddress("sentinel-1.invalid", 26379);
  private static final NodeAddress OTHER_SENTINEL = new NodeAddress("sentinel-2.invalid", 26379);
  private static final String MASTER = "SENTINEL GET-MASTER-ADDR-BY-NAME legacy";

  private EndpointRegistry registry;

  @AfterEach
  void stopBackgroundTasks() {
    if (registry != null) {
      registry.clusters().known().forEach(FuzzedCluster::shutDown);
    }
  }

  @Test
  void onlyTheAddressesOfTheOptionAreAnswered() {
    sentinelsFor(first);
    assertTrue(registry.redirects(SENTINEL));
    assertTrue(registry.redirects(OTHER_SENTINEL));
    assertFalse(registry.redirects(first.address()));
  }

  @Test
  void theMasterIsTheFirstNodeThatAnswersAndStaysIt() throws IOException {
    first.stop();
    sentinelsFor(first, second, third);
    assertEquals(named(second), ask(SENTINEL, MASTER));
    first.start();
    assertEquals(named(second), ask(SENTINEL, MASTER));
    assertEquals(named(second), ask(OTHER_SENTINEL, MASTER));
  }

  @Test
  void aServerThatIsNotPartOfAClusterIsNotTheMaster() throws IOException {
    try (FakeNode plain = FakeNode.standalone(new FakeStore())) {
      sentinelsFor(plain, third);
      assertEquals(named(third), ask(SENTINEL, MASTER));
    }
  }

  @Test
  void aNodeThatWantsAPasswordCanBeTheMaster() throws IOException {
    first.requirePassword("secret");
    sentinelsFor(first, second);
    assertEquals(named(first), ask(SENTINEL, MASTER));
  }

  @Test
  void aNodeThatHangsIsNotTheMaster() throws IOException {
    cluster.timeout(100);
    first.hang();
    sentinelsFor(first, second);
    assertEquals(named(second), ask(SENTINEL, MASTER));
  }

  @Test
  void whenNoNodeAnswersTheErrorNamesThem() throws IOException {
    cluster.nodes.forEach(FakeNode::stop);
    sentinelsFor(first, second);
    String error = ask(SENTINEL, MASTER);
    assertTrue(
        error.startsWith("-ERR cluster-agent cannot connect to any of the nodes [" + first + ", "
            + second + "], one of which is to be the Sentinel's master; the last failure: "),
        error);
    assertEquals(error, ask(SENTINEL, MASTER), "no node is asked again at once");
  }

  @Test
  void subscribersHearOfANewMasterWhenTheOldOneIsSuspect() throws IOException {
    sentinelsFor(first, second, third);
    assertEquals(named(first), ask(SENTINEL, MASTER));
    learnCluster();
    try (Application listener = connectTo(OTHER_SENTINEL)) {
      listener.timeout(20_000);
      listener.send("SUBSCRIBE +switch-master");
      assertEquals("*3 $9 subscribe $14 +switch-master :1", listener.reply());
      first.stop();
      lose(first);
      assertEquals(
          "*3 $7 message $14 +switch-master "
              + bulk("legacy " + words(first) + " " + words(second)),
          listener.reply());
    }
    assertEquals(named(second), ask(SENTINEL, MASTER));
  }

  @Test
  void aSuspectMasterThatAnswersStaysTheMaster() throws IOException {
    sentinelsFor(first, second);
    ask(SENTINEL, MASTER);
    learnCluster();
    lose(first);
    assertEquals(named(first), ask(SENTINEL, MASTER));
  }

  @Test
  void aNodeThatOnlyTheClusterNamesBecomesTheMasterWhenThoseOfTheOptionAreLost()
      throws IOException {
    sentinelsFor(first);
    ask(SENTINEL, MASTER);
    learnCluster();
    first.stop();
    lose(first);
    awaitMaster(second, third);
  }

  @Test
  void aMasterThatIsDownAtTheFirstConnectionIsReplacedAtOnce() throws IOException {
    sentinelsFor(first, second);
    assertEquals(named(first), ask(SENTINEL, MASTER));
    first.stop();
    try (Application listener = connectTo(SENTINEL)) {
      listener.timeout(20_000);
      listener.send("SUBSCRIBE +switch-master");
      listener.reply();
      try (Application pool =
          new Application(registry.openFallback(first.address(), cluster.dialer()))) {
        assertEquals("+OK", pool.call("SET a 1"));
        assertEquals("$1 1", pool.call("GET a"));
      }
      assertTrue(listener.reply().endsWith(words(second)));
    }
    assertEquals(named(second), ask(SENTINEL, MASTER));
  }

  @Test
  void aNameWithBlanksOfWhichMessagesWouldBreakIsNotRecorded() throws IOException {
    sentinelsFor(first);
    String odd = Wire.command(List.of("SENTINEL", "GET-MASTER-ADDR-BY-NAME", "a b"));
    try (Application client = connectTo(SENTINEL)) {
      assertEquals(named(first), client.write(odd).reply());
      assertEquals("*2 $8 sentinel *1 $8 mymaster", client.call("ROLE"));
      client.call("SENTINEL GET-MASTER-ADDR-BY-NAME legacy");
      assertEquals("*2 $8 sentinel *1 $6 legacy", client.call("ROLE"));
    }
  }

  @Test
  void aNodeThatTheClusterHasRemovedIsNoLongerTheMaster() throws IOException {
    sentinelsFor(first, second);
    assertEquals(named(first), ask(SENTINEL, MASTER));
    try (Application pool = connectTo(first)) {
      pool.call("GET a");
      cluster.remove(first);
      registry.clusters().known().forEach(Cluster::requestRefresh);
      awaitMaster(second);
    }
  }

  @Test
  void anAddressThatNoSentinelNamedHasNoReplacement() {
    sentinelsFor(first, second);
    first.stop();
    assertNull(registry.openFallback(first.address(), cluster.dialer()));
  }

  @Test
  void anAddressOfRedirectIsASentinelOnceItIsAskedAsOne() throws IOException {
    registry = registry("redirect=" + SENTINEL + "->" + first + "," + second);
    try (Application client = connectTo(SENTINEL)) {
      assertTrue(client.call("HELLO 3").startsWith("%"));
      assertEquals(named(first), client.call(MASTER));
      assertTrue(client.call("SENTINEL MASTER legacy").startsWith("%12 "));
    }
    try (Application listener = connectTo(SENTINEL)) {
      listener.send("SUBSCRIBE +switch-master");
      assertEquals("*3 $9 subscribe $14 +switch-master :1", listener.reply());
      assertTrue(listener.call("PING").startsWith("*2 $4 pong"));
    }
    assertFalse(first.received().toString().contains("SENTINEL"), first.received()::toString);
    assertFalse(first.received().toString().contains("SUBSCRIBE"), first.received()::toString);
  }

  @Test
  void anAddressOfRedirectIsAServerOnceItGetsAnotherCommand() throws IOException {
    registry = registry("redirect=" + SENTINEL + "->" + first);
    try (Application client = connectTo(SENTINEL)) {
      assertEquals("+OK", client.call("CLIENT SETNAME service"));
      assertEquals("+OK", client.call("SET a 1"));
      assertEquals("$1 1", client.call("GET a"));
      assertTrue(client.call("SENTINEL MASTERS").startsWith("-ERR"));
    }
  }

  private void sentinelsFor(FakeNode... nodes) {
    StringBuilder option = new StringBuilder("sentinel=" + SENTINEL + "," + OTHER_SENTINEL + "->");
    for (FakeNode node : nodes) {
      option.append(node == nodes[0] ? "" : ",").append(node);
    }
    registry = registry(option.toString());
  }

  private static EndpointRegistry registry(String options) {
    return new EndpointRegistry(Configuration.of(options, new Properties(), Map.of()));
  }

  private Application connectTo(NodeAddress sentinel) throws IOException {
    return new Application(registry.redirected(sentinel, cluster.dialer()));
  }

  private String ask(NodeAddress sentinel, String command) throws IOException {
    try (Application client = connectTo(sentinel)) {
      return client.call(command);
    }
  }

  private void awaitMaster(FakeNode... nodes) {
    Await.until("another master", () -> {
      try {
        String now = ask(SENTINEL, MASTER);
        return Stream.of(nodes).anyMatch(node -> named(node).equals(now));
      } catch (IOException e) {
        return false;
      }
    });
  }

  private void learnCluster() throws IOException {
    try (Application pool = connectTo(first)) {
      pool.call("GET a");
    }
  }

  private Application connectTo(FakeNode node) throws IOException {
    Socket socket = cluster.dialer().dial(node.address());
    return new Application(registry.virtual(socket, node.address(), cluster.dialer()));
  }

  private void lose(FakeNode node) {
    registry.clusters().known().forEach(known -> known.node(node.address()).suspect());
  }

  private static String named(FakeNode node) {
    return "*2 " + bulk(node.address().host()) + " "
        + bulk(Integer.toString(node.address().port()));
  }

  private static String words(FakeNode node) {
    return node.address().host() + " " + node.address().port();
  }

  private static String bulk(String text) {
    return "$" + text.length() + " " + text;
  }
}
