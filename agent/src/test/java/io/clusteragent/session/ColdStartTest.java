package io.clusteragent.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clusteragent.cluster.address.NodeAddress;
import io.clusteragent.config.Configuration;
import io.clusteragent.session.entry.EndpointRegistry;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first action of a JVM is to connect to a node that is down. */
class ColdStartTest extends ThreeNodeCluster {
  @TempDir
  Path dir;

  @BeforeEach
  void stopFirst() {
    first.stop();
  }

  @Test
  void withoutAnOptionTheConnectionFails() {
    assertNull(connectToFallback(run(""), first.address()));
    assertEquals(List.of(), cluster.dialled());
  }

  @Test
  void anotherListedNodeReplacesAListedOne() throws IOException {
    EndpointRegistry run = run("nodes=" + first + "," + second);
    try (Application application = connectToFallback(run, first.address())) {
      assertEquals("+PONG", application.call("PING"));
      assertEquals("+OK", application.call("SET a 1"));
    }
    try (Application application = connectToFallback(run, first.address())) {
      assertEquals("$1 1", application.call("GET a"));
    }
  }

  @Test
  void aListedNodeReplacesOneThatItNames() throws IOException {
    try (Application application = connectToFallback(run("nodes=" + second), first.address())) {
      assertEquals("+OK", application.call("SET a 1"));
    }
  }

  @Test
  void aListedNodeReplacesNoOtherServer() {
    EndpointRegistry run = run("nodes=" + second);
    NodeAddress other = new NodeAddress("127.0.0.1", 1);
    assertNull(connectToFallback(run, other));
    int accepted = second.sessionConnections();
    assertNull(connectToFallback(run, other));

    assertEquals(
        accepted,
        second.sessionConnections(),
        "the agent does not dial it again at once for the same address");
    assertEquals(List.of(), second.received());
  }

  @Test
  void aListedNodeThatIsDownIsSkipped() throws IOException {
    second.stop();
    try (Application application =
        connectToFallback(run("nodes=" + first + "," + second + "," + third), first.address())) {
      assertEquals("+PONG", application.call("PING"));
    }
  }

  @Test
  void aListedServerThatIsNoNodeIsSkipped() throws IOException {
    try (FakeNode plain = FakeNode.standalone(new FakeStore())) {
      assertNull(connectToFallback(run("nodes=" + first + "," + plain), first.address()));
      assertNull(connectToFallback(run("nodes=" + plain), first.address()));
      assertEquals(List.of(), plain.received());
    }
  }

  @Test
  void withAPasswordTheAddressItselfMustBeListed() throws IOException {
    cluster.nodes.forEach(node -> node.requirePassword("secret"));
    assertNull(connectToFallback(run("nodes=" + second), first.address()));

    try (Application application =
        connectToFallback(run("nodes=" + first + "," + second), first.address())) {
      assertEquals("+OK", application.call("AUTH secret"));
      assertEquals("+PONG", application.call("PING"));
      assertEquals("+OK", application.call("SET a 1"));
    }
  }

  @Test
  void theNodesOfAnEarlierRunReplaceOneAnother() throws IOException {
    EndpointRegistry run = run("topologyCache=" + topologyCacheOfAnEarlierRun());
    try (Application application = connectToFallback(run, first.address())) {
      assertEquals("+OK", application.call("SET a 1"));
    }
    assertNull(connectToFallback(run, new NodeAddress("127.0.0.1", 1)));
  }

  @Test
  void aServerThatTookACachedAddressIsSkipped() throws IOException {
    String file = topologyCacheOfAnEarlierRun();
    second.becomeForeign();
    try (Application application =
        connectToFallback(run("topologyCache=" + file), first.address())) {
      assertEquals("+PONG", application.call("PING"));
    }
    assertEquals(List.of("PING"), third.received());
    third.becomeForeign();
    assertNull(connectToFallback(run("topologyCache=" + file), first.address()));
    assertEquals(List.of(), second.received());
  }

  @Test
  void aServerThatTookACachedAddressAndRequiresAPasswordGetsNoCommand() throws IOException {
    String file = topologyCacheOfAnEarlierRun();
    for (FakeNode node : List.of(second, third)) {
      node.becomeForeign();
      node.requirePassword("secret");
    }
    try (Application application =
        connectToFallback(run("topologyCache=" + file), first.address())) {
      assertEquals("+OK", application.call("AUTH secret"));
      IOException refused = assertThrows(IOException.class, () -> application.send("SET a 1"));
      assertTrue(refused.getMessage().contains("is not the node"), refused.getMessage());
      assertThrows(IOException.class, () -> application.call("SET a 1"));
    }
  }

  @Test
  void aDamagedFileIsTreatedAsMissing() throws IOException {
    Path file = Path.of(topologyCacheOfAnEarlierRun());
    String text = Files.readString(file);
    Files.writeString(file, text.substring(0, text.length() - 3));

    assertNull(connectToFallback(run("topologyCache=" + file), first.address()));
  }

  @Test
  void theAddressMapApplies() throws IOException {
    String options = "addressMap=10.0.0.1:7001->" + second + ",nodes=10.0.0.1:7001," + first;
    try (Application application = connectToFallback(run(options), first.address())) {
      assertEquals("+PONG", application.call("PING"));
    }
    assertTrue(second.received().contains("PING"));
  }

  private EndpointRegistry run(String options) {
    return new EndpointRegistry(Configuration.of(options, new Properties(), Map.of()));
  }

  private Application connectToFallback(EndpointRegistry run, NodeAddress wanted) {
    Socket socket = run.openFallback(wanted, cluster.dialer());
    return socket == null ? null : new Application(socket);
  }

  private String topologyCacheOfAnEarlierRun() throws IOException {
    Path file = dir.resolve("topology");
    first.start();
    EndpointRegistry earlier = run("topologyCache=" + file);
    try (Application application = new Application(earlier.virtual(
        cluster.dialer().dial(first.address()), first.address(), cluster.dialer()))) {
      assertNotNull(application.call("GET a"));
    }
    Await.until("the topology is kept", () -> Files.exists(file));
    first.stop();
    cluster.nodes.forEach(FakeNode::reset);
    return file.toString();
  }
}
