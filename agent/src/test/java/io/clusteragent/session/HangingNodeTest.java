package io.clusteragent.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The application connects through a balancer, which may lead to a node that hangs. */
class HangingNodeTest extends ThreeNodeCluster {
  private FakeNode balancer;

  @BeforeEach
  void connectThroughTheBalancer() throws IOException {
    balancer = new FakeNode(cluster.store, Conversation.ALL_KEYS, second.topology());
    try (Application earlier = cluster.connect(balancer)) {
      earlier.call("GET a");
    }
    cluster.timeout(60_000);
  }

  @AfterEach
  void stopTheBalancer() {
    balancer.close();
  }

  @Test
  void aConnectionToItIsReplacedWhileANodeIsSuspect() {
    cluster.agentView().node(first.address()).suspect();
    balancer.hang();

    assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
      try (Application behind = cluster.connect(balancer)) {
        assertEquals("+PONG", behind.call("PING"));
        assertEquals("$-1", behind.call("GET a"));
      }
    });
  }

  @Test
  void aNodeThatAnswersKeepsItsConnection() throws IOException {
    cluster.agentView().node(first.address()).suspect();
    try (Application behind = cluster.connect(balancer)) {
      balancer.reset();
      assertEquals("+OK", behind.call("CLIENT SETNAME service"));
      assertEquals("CLIENT SETNAME service", balancer.received().get(0));
    }
  }

  @Test
  void noNodeIsAskedWhileAllAnswer() throws IOException {
    balancer.reset();
    try (Application behind = cluster.connect(balancer)) {
      behind.call("GET a");
      assertFalse(balancer.received().contains("PING"));
    }
  }
}
