package io.clusteragent.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clusteragent.cluster.address.NodeAddress;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The address that the application uses is dead: another node of its cluster serves its new connections. */
class FallbackNodesTest extends ThreeNodeCluster {
  @Test
  void aFallbackConnectionServesTheWholeCluster() throws IOException {
    cluster.agentView();
    first.stop();
    try (Application application = cluster.connectToFallback(first.address())) {
      assertEquals("+PONG", application.call("PING"));
      assertEquals("+OK", application.call("SET a 1"));
      assertEquals("+OK", application.call("SET c 2"));
      assertEquals("$1 1", application.call("GET a"));
      application.send("MULTI", "INCR a", "EXEC");
      assertEquals("+OK", application.reply());
      assertEquals("+QUEUED", application.reply());
      assertEquals("*1 :2", application.reply());
    }
    cluster.nodes.remove(first);
    cluster.assertAllReleased();
  }

  @Test
  void theHandshakeGoesToTheFallbackNode() throws IOException {
    String secret = "secret";
    learnCluster();
    cluster.nodes.forEach(node -> node.requirePassword(secret));
    first.stop();
    try (Application application = cluster.connectToFallback(first.address())) {
      assertEquals("+OK", application.call("AUTH secret"));
      assertEquals("+OK", application.call("CLIENT SETNAME service"));
      assertEquals("+PONG", application.call("PING"));
      assertEquals("+OK", application.call("SET a 1"));
    }
  }

  @Test
  void aSubscriptionWorksOnAFallbackNode() throws IOException {
    learnCluster();
    first.stop();
    try (Application application = cluster.connectToFallback(first.address())) {
      application.send("SUBSCRIBE news");
      assertEquals("*3 $9 subscribe $4 news :1", application.reply());
      second.push("*3\r\n$7\r\nmessage\r\n$4\r\nnews\r\n$2\r\nhi\r\n");
      third.push("*3\r\n$7\r\nmessage\r\n$4\r\nnews\r\n$2\r\nhi\r\n");
      assertEquals("*3 $7 message $4 news $2 hi", application.reply());
    }
  }

  @Test
  void anAddressThatOnlyTheClusterNamedHasFallbackNodes() throws IOException {
    learnCluster();
    third.stop();
    try (Application application = cluster.connectToFallback(third.address())) {
      assertEquals("+PONG", application.call("PING"));
    }
  }

  @Test
  void aNameThatIsNoLongerResolvedIsRememberedAsWritten() throws IOException {
    NodeAddress name = new NodeAddress("gone.invalid", first.address().port());
    cluster.alias(name.host(), name.port(), first);
    try (Application application = cluster.connect(first, name)) {
      application.call("GET a");
    }
    first.stop();
    try (Application application = cluster.connectToFallback(name)) {
      assertEquals("+PONG", application.call("PING"));
    }
  }

  @Test
  void aStandaloneServerHasNoFallbackNode() throws IOException {
    learnCluster();
    try (FakeNode plain = FakeNode.standalone(new FakeStore())) {
      try (Application application = cluster.connect(plain)) {
        application.call("GET a");
      }
      plain.stop();
      assertNull(cluster.connectToFallback(plain.address()));
      plain.start();
    }
  }

  @Test
  void anUnknownAddressHasNoFallbackNodeAndNoNodeIsDialled() throws IOException {
    learnCluster();
    int dialled = cluster.dialled().size();

    assertNull(cluster.connectToFallback(new NodeAddress("127.0.0.1", 1)));
    assertEquals(dialled, cluster.dialled().size());
  }

  @Test
  void withoutAReachableNodeThereIsNoFallback() throws IOException {
    learnCluster();
    cluster.nodes.forEach(FakeNode::stop);

    assertNull(cluster.connectToFallback(first.address()));
  }

  @Test
  void aServerThatTookANodesAddressIsSkipped() throws IOException {
    learnCluster();
    first.stop();
    second.becomeForeign();
    for (int i = 0; i < 5; i++) {
      try (Application application = cluster.connectToFallback(first.address())) {
        assertNotNull(application);
        assertEquals("+PONG", application.call("PING"));
      }
    }
    assertEquals(List.of(), second.received());
    assertTrue(third.received().contains("PING"));
  }

  @Test
  void aFallbackNodeThatRequiresAPasswordIsCheckedAfterwards() throws IOException {
    learnCluster();
    cluster.nodes.forEach(node -> node.requirePassword("secret"));
    first.stop();
    second.becomeForeign();
    third.stop();
    try (Application application = cluster.connectToFallback(first.address())) {
      assertEquals("+OK", application.call("AUTH secret"));
      IOException refused = assertThrows(IOException.class, () -> application.send("PING"));
      assertTrue(refused.getMessage().contains("is not the node"), refused.getMessage());
    }
    assertEquals(Set.of("AUTH secret"), Set.copyOf(second.received()));
  }

  /** Makes the cluster known to the agent, and clears the received commands. */
  private void learnCluster() throws IOException {
    try (Application application = cluster.connect(first)) {
      application.call("GET a");
    }
    cluster.nodes.forEach(FakeNode::reset);
  }
}
