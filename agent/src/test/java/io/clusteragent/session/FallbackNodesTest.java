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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The application's own address is dead: another node of its cluster serves its new connections. */
class FallbackNodesTest {
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
  }

  @AfterEach
  void stop() {
    cluster.close();
  }

  @Test
  void aNewConnectionSpeaksForTheWholeCluster() throws IOException {
    cluster.known();
    first.stop();
    try (Application application = cluster.standIn(first.address())) {
      assertEquals("+PONG", application.ask("PING"));
      assertEquals("+OK", application.ask("SET a 1"));
      assertEquals("+OK", application.ask("SET c 2"));
      assertEquals("$1 1", application.ask("GET a"));
      application.say("MULTI", "INCR a", "EXEC");
      assertEquals("+OK", application.reply());
      assertEquals("+QUEUED", application.reply());
      assertEquals("*1 :2", application.reply());
    }
    cluster.nodes.remove(first);
    cluster.assertAllGivenBack();
  }

  @Test
  void theHandshakeGoesToTheStandIn() throws IOException {
    String secret = "secret";
    teach();
    cluster.nodes.forEach(node -> node.password(secret));
    first.stop();
    try (Application application = cluster.standIn(first.address())) {
      assertEquals("+OK", application.ask("AUTH secret"));
      assertEquals("+OK", application.ask("CLIENT SETNAME service"));
      assertEquals("+PONG", application.ask("PING"));
      assertEquals("+OK", application.ask("SET a 1"));
    }
  }

  @Test
  void aSubscriptionWorksOnAStandIn() throws IOException {
    teach();
    first.stop();
    try (Application application = cluster.standIn(first.address())) {
      application.say("SUBSCRIBE news");
      assertEquals("*3 $9 subscribe $4 news :1", application.reply());
      second.push("*3\r\n$7\r\nmessage\r\n$4\r\nnews\r\n$2\r\nhi\r\n");
      third.push("*3\r\n$7\r\nmessage\r\n$4\r\nnews\r\n$2\r\nhi\r\n");
      assertEquals("*3 $7 message $4 news $2 hi", application.reply());
    }
  }

  @Test
  void anAddressThatTheClusterOnlyNamedHasStandIns() throws IOException {
    teach();
    third.stop();
    try (Application application = cluster.standIn(third.address())) {
      assertEquals("+PONG", application.ask("PING"));
    }
  }

  @Test
  void aNameThatIsNoLongerLookedUpIsRememberedAsItWasWritten() throws IOException {
    NodeAddress name = new NodeAddress("gone.invalid", first.address().port());
    cluster.alias(name.host(), name.port(), first);
    try (Application application = cluster.connect(first, name)) {
      application.ask("GET a");
    }
    first.stop();
    try (Application application = cluster.standIn(name)) {
      assertEquals("+PONG", application.ask("PING"));
    }
  }

  @Test
  void aServerOnItsOwnHasNoStandIn() throws IOException {
    teach();
    try (FakeNode plain = FakeNode.standalone(new FakeStore())) {
      try (Application application = cluster.connect(plain)) {
        application.ask("GET a");
      }
      plain.stop();
      assertNull(cluster.standIn(plain.address()));
      plain.start();
    }
  }

  @Test
  void anAddressThatNobodyKnowsHasNoStandInAndNobodyIsAsked() throws IOException {
    teach();
    int dialled = cluster.dialled().size();

    assertNull(cluster.standIn(new NodeAddress("127.0.0.1", 1)));
    assertEquals(dialled, cluster.dialled().size());
  }

  @Test
  void whenNoNodeCanBeReachedThereIsNone() throws IOException {
    teach();
    cluster.nodes.forEach(FakeNode::stop);

    assertNull(cluster.standIn(first.address()));
  }

  @Test
  void aServerThatTookANodesAddressIsPassedOver() throws IOException {
    teach();
    first.stop();
    second.becomeForeign();
    for (int i = 0; i < 5; i++) {
      try (Application application = cluster.standIn(first.address())) {
        assertNotNull(application);
        assertEquals("+PONG", application.ask("PING"));
      }
    }
    assertEquals(List.of(), second.received());
    assertTrue(third.received().contains("PING"));
  }

  @Test
  void aStandInThatWantsAPasswordFirstIsAskedForItsIdAfterwards() throws IOException {
    teach();
    cluster.nodes.forEach(node -> node.password("secret"));
    first.stop();
    second.becomeForeign();
    third.stop();
    try (Application application = cluster.standIn(first.address())) {
      assertEquals("+OK", application.ask("AUTH secret"));
      IOException refused = assertThrows(IOException.class, () -> application.say("PING"));
      assertTrue(refused.getMessage().contains("is not the node"), refused.getMessage());
    }
    assertEquals(Set.of("AUTH secret"), Set.copyOf(second.received()));
  }

  /** The cluster is known, and nothing has arrived yet. */
  private void teach() throws IOException {
    try (Application application = cluster.connect(first)) {
      application.ask("GET a");
    }
    cluster.nodes.forEach(FakeNode::forget);
  }
}
