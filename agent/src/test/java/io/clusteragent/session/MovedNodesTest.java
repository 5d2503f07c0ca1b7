package io.clusteragent.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.clusteragent.cluster.address.NodeAddress;
import io.clusteragent.cluster.node.Node;
import io.clusteragent.cluster.view.Cluster;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nodes come back at other addresses: their ids show that they are the same. */
class MovedNodesTest extends ThreeNodes {
  private static final NodeAddress NAME = new NodeAddress("redis.example", 6379);

  /** Less than the deadline of a command, which is 10 s here. */
  private static final long SOON_MILLIS = 5000;

  private final List<Application> pool = new ArrayList<>();
  private long start;

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void openConnectionsFindThemByTheNameThatTheApplicationWrote(boolean oldOnesSwallow)
      throws IOException {
    fillPool(NAME);
    move(oldOnesSwallow);

    for (Application idle : pool) {
      assertEquals("+PONG", idle.call("PING"));
      assertEquals("+OK", idle.call("SET a 1"));
      assertEquals("$1 1", idle.call("GET a"));
      assertEquals("$-1", idle.call("GET c"));
    }
    assertSoon();
    assertEquals(1, cluster.endpoints.clusters().known().size());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void openConnectionsFindThemOnceTheApplicationConnectsToOne(boolean oldOnesSwallow)
      throws IOException {
    fillPool(first.address());
    move(oldOnesSwallow);

    try (Application fresh = cluster.connect(cluster.nodes.get(0))) {
      assertEquals("+OK", fresh.call("SET a 1"));
      for (Application idle : pool) {
        assertEquals("+PONG", idle.call("PING"));
        assertEquals("$1 1", idle.call("GET a"));
      }
    }
    assertSoon();
    assertEquals(1, cluster.endpoints.clusters().known().size());
  }

  @Test
  void aSubscriberFindsThem() throws IOException {
    try (Application subscriber = cluster.connect(first, NAME)) {
      subscriber.call("GET a");
      subscriber.send("SUBSCRIBE news");
      subscriber.reply();
      move(false);
      Thread publisher = new Thread(() -> {
        Await.until("it has subscribed again", () -> !subscribed().isEmpty());
        subscribed()
            .forEach(node -> node.push("*3\r\n$7\r\nmessage\r\n$4\r\nnews\r\n$2\r\nhi\r\n"));
      });
      publisher.start();
      assertEquals("*3 $7 message $4 news $2 hi", subscriber.reply());
    }
    assertSoon();
  }

  private List<FakeNode> subscribed() {
    return cluster.nodes.stream()
        .filter(node -> node.received().contains("SUBSCRIBE news"))
        .toList();
  }

  @Test
  void nodesThatSwapAddressesAreNotForeign() throws IOException {
    fillPool(first.address());
    start = System.nanoTime();
    cluster.swapAddresses(first, third);
    cluster.swapAddresses(cluster.nodes.get(1), third);

    for (Application idle : pool) {
      assertEquals("+PONG", idle.call("PING"));
      assertEquals("+OK", idle.call("SET a 1"));
      assertEquals("+OK", idle.call("SET b 1"));
      assertEquals("+OK", idle.call("SET c 1"));
    }
    assertSoon();
  }

  @Test
  void aNewConnectionToAnAddressThatAnotherNodeHasNowWorksAtOnce() throws Exception {
    fillPool(first.address());
    closePool();
    Await.until("no node is trusted", () -> !agentsNode(first).isVerified());
    cluster.swapAddresses(first, third);
    cluster.swapAddresses(cluster.nodes.get(1), third);

    try (Application fresh = cluster.connect(first)) {
      assertEquals("+OK", fresh.call("CLIENT SETNAME x"));
      assertEquals("+PONG", fresh.call("PING"));
      assertEquals("+OK", fresh.call("SET a 1"));
    }
  }

  private Node agentsNode(FakeNode node) {
    return cluster.agentView().node(node.address());
  }

  @Test
  void connectionsOfAClusterThatIsGoneFailAtOnceWhenOthersHaveItsAddresses() throws IOException {
    fillPool(first.address());
    start = System.nanoTime();
    cluster.nodes.forEach(FakeNode::stop);
    cluster.nodes.forEach(node -> node.id("new-" + node.address().port()));
    cluster.nodes.forEach(FakeNode::start);

    for (Application idle : pool) {
      idle.send("PING");
      assertThrows(IOException.class, () -> fail(idle.reply()));
    }
    try (Application fresh = cluster.connect(first)) {
      assertEquals("+OK", fresh.call("SET a 1"));
    }
    assertSoon();
  }

  /** A pool tests all its idle connections, one after the other, before it makes a new one. */
  @Test
  void onlyTheFirstConnectionWaitsForAClusterThatDoesNotAnswer() throws IOException {
    fillPool(first.address());
    for (Application idle : pool) {
      idle.timeout(300); // the deadline is five times the timeout
    }
    start = System.nanoTime();
    cluster.nodes.forEach(FakeNode::stop);

    for (Application idle : pool) {
      idle.send("PING");
      assertThrows(IOException.class, () -> fail(idle.reply()));
    }
    assertSoon();
    cluster.nodes.forEach(FakeNode::start);
    Await.until("the cluster is back", () -> {
      try (Application fresh = cluster.connect(first)) {
        return fresh.call("SET a 1").equals("+OK");
      } catch (IOException e) {
        return false;
      }
    });
  }

  // ---- helpers

  private void fillPool(NodeAddress asWritten) throws IOException {
    cluster.alias(NAME.host(), NAME.port(), first);
    cluster.timeout(500);
    for (int i = 0; i < 8; i++) {
      Application idle = cluster.connect(first, asWritten);
      idle.timeout(2000);
      pool.add(idle);
      assertEquals("$-1", idle.call("GET a"));
      assertEquals("$-1", idle.call("GET c"));
    }
  }

  private void closePool() throws IOException {
    for (Application idle : pool) {
      idle.close();
    }
    pool.clear();
  }

  private void move(boolean oldOnesSwallow) {
    start = System.nanoTime();
    Consumer<FakeNode> end = oldOnesSwallow ? FakeNode::hang : FakeNode::stop;
    cluster.moveToOtherAddresses(end);
    cluster.alias(NAME.host(), NAME.port(), cluster.nodes.get(0));
  }

  private void assertSoon() throws IOException {
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    closePool();
    assertTrue(millis < SOON_MILLIS, millis + " ms");
  }

  @Test
  void oneClusterIsKeptForOneSetOfIds() throws IOException {
    fillPool(first.address());
    Cluster before = cluster.endpoints.clusters().known().iterator().next();
    move(false);
    try (Application fresh = cluster.connect(cluster.nodes.get(0))) {
      fresh.call("GET a");
    }
    closePool();
    assertEquals(List.of(before), List.copyOf(cluster.endpoints.clusters().known()));
  }
}
