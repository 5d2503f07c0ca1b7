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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first thing that a JVM does is to connect to a node that is down. */
class ColdStartTest {
  @TempDir
  Path dir;

  private FakeCluster cluster;
  private FakeNode first;
  private FakeNode second;
  private FakeNode third;

  @BeforeEach
  void start() {
    cluster = new FakeCluster(3);
    first = cluster.nodes.get(0);
    second = cluster.nodes.get(1);
    third = cluster.nodes.get(2);
    first.stop();
  }

  @AfterEach
  void stop() {
    cluster.close();
  }

  @Test
  void withoutAnOptionItFailsAsEver() {
    assertNull(standIn(run(""), first.address()));
    assertEquals(List.of(), cluster.dialled());
  }

  @Test
  void anotherListedNodeServesAListedOne() throws IOException {
    EndpointRegistry run = run("nodes=" + first + "," + second);
    try (Application application = standIn(run, first.address())) {
      assertEquals("+PONG", application.ask("PING"));
      assertEquals("+OK", application.ask("SET a 1"));
    }
    try (Application application = standIn(run, first.address())) {
      assertEquals("$1 1", application.ask("GET a"));
    }
  }

  @Test
  void aListedNodeServesOneThatItNames() throws IOException {
    try (Application application = standIn(run("nodes=" + second), first.address())) {
      assertEquals("+OK", application.ask("SET a 1"));
    }
  }

  @Test
  void aListedNodeServesNobodyElse() {
    EndpointRegistry run = run("nodes=" + second);
    NodeAddress other = new NodeAddress("127.0.0.1", 1);
    assertNull(standIn(run, other));
    int accepted = second.accepted();
    assertNull(standIn(run, other));

    assertEquals(accepted, second.accepted(), "it is not asked for the same address at once again");
    assertEquals(List.of(), second.received());
  }

  @Test
  void aListedNodeThatIsDownIsPassedOver() throws IOException {
    second.stop();
    try (Application application =
        standIn(run("nodes=" + first + "," + second + "," + third), first.address())) {
      assertEquals("+PONG", application.ask("PING"));
    }
  }

  @Test
  void aListedServerThatIsNoNodeIsPassedOver() throws IOException {
    try (FakeNode plain = FakeNode.standalone(new FakeStore())) {
      assertNull(standIn(run("nodes=" + first + "," + plain), first.address()));
      assertNull(standIn(run("nodes=" + plain), first.address()));
      assertEquals(List.of(), plain.received());
    }
  }

  @Test
  void withAPasswordTheAddressItselfMustBeListed() throws IOException {
    cluster.nodes.forEach(node -> node.password("secret"));
    assertNull(standIn(run("nodes=" + second), first.address()));

    try (Application application = standIn(run("nodes=" + first + "," + second), first.address())) {
      assertEquals("+OK", application.ask("AUTH secret"));
      assertEquals("+PONG", application.ask("PING"));
      assertEquals("+OK", application.ask("SET a 1"));
    }
  }

  @Test
  void theNodesOfAnEarlierRunServeOneAnother() throws IOException {
    EndpointRegistry run = run("topologyCache=" + keptByAnEarlierRun());
    try (Application application = standIn(run, first.address())) {
      assertEquals("+OK", application.ask("SET a 1"));
    }
    assertNull(standIn(run, new NodeAddress("127.0.0.1", 1)));
  }

  @Test
  void aServerThatTookAKeptAddressIsPassedOver() throws IOException {
    String file = keptByAnEarlierRun();
    second.becomeForeign();
    try (Application application = standIn(run("topologyCache=" + file), first.address())) {
      assertEquals("+PONG", application.ask("PING"));
    }
    assertEquals(List.of("PING"), third.received());
    third.becomeForeign();
    assertNull(standIn(run("topologyCache=" + file), first.address()));
    assertEquals(List.of(), second.received());
  }

  @Test
  void aServerThatTookAKeptAddressAndWantsAPasswordGetsNoCommand() throws IOException {
    String file = keptByAnEarlierRun();
    for (FakeNode node : List.of(second, third)) {
      node.becomeForeign();
      node.password("secret");
    }
    try (Application application = standIn(run("topologyCache=" + file), first.address())) {
      assertEquals("+OK", application.ask("AUTH secret"));
      IOException refused = assertThrows(IOException.class, () -> application.say("SET a 1"));
      assertTrue(refused.getMessage().contains("is not the node"), refused.getMessage());
      assertThrows(IOException.class, () -> application.ask("SET a 1"));
    }
  }

  @Test
  void aDamagedFileIsAsNone() throws IOException {
    Path file = Path.of(keptByAnEarlierRun());
    String text = Files.readString(file);
    Files.writeString(file, text.substring(0, text.length() - 3));

    assertNull(standIn(run("topologyCache=" + file), first.address()));
  }

  @Test
  void whereTheNodesAreReachedIsTakenIntoAccount() throws IOException {
    String options = "addressMap=10.0.0.1:7001->" + second + ",nodes=10.0.0.1:7001," + first;
    try (Application application = standIn(run(options), first.address())) {
      assertEquals("+PONG", application.ask("PING"));
    }
    assertTrue(second.received().contains("PING"));
  }

  private EndpointRegistry run(String options) {
    return new EndpointRegistry(Configuration.of(options, new Properties(), Map.of()));
  }

  private Application standIn(EndpointRegistry run, NodeAddress wanted) {
    Socket socket = run.openFallback(wanted, cluster.dialer());
    return socket == null ? null : new Application(socket);
  }

  private String keptByAnEarlierRun() throws IOException {
    Path file = dir.resolve("topology");
    first.start();
    EndpointRegistry earlier = run("topologyCache=" + file);
    try (Application application = new Application(earlier.virtual(
        cluster.dialer().dial(first.address()), first.address(), cluster.dialer()))) {
      assertNotNull(application.ask("GET a"));
    }
    Await.until("the topology is kept", () -> Files.exists(file));
    first.stop();
    cluster.nodes.forEach(FakeNode::forget);
    return file.toString();
  }
}
