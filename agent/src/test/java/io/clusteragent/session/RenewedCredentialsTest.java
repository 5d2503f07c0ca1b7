package io.clusteragent.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Node connections get the newest credentials of their user that a server accepted, whichever session sent them. */
class RenewedCredentialsTest extends ThreeNodes {
  private static final String OLD = "AUTH service old";
  private static final String NEW = "AUTH service new";
  private static final String WRONGPASS = "-WRONGPASS invalid username-password pair";

  private Application renewed;

  @BeforeEach
  void login() throws IOException {
    cluster.agentView();
    application.call(OLD);
    application.call("GET c");
    renewed = cluster.connect(first);
  }

  @AfterEach
  void closeRenewed() throws IOException {
    renewed.close();
  }

  @Test
  void aSessionWithOlderCredentialsDialsWithTheNewest() throws IOException {
    renewed.call(NEW);
    renewed.call("PING"); // before it, the session makes sure that its server is the node
    revoke(OLD, second);
    second.closeConnections();

    assertEquals(":1", application.call("INCR c"));
  }

  @Test
  void bothSessionsShareTheConnectionsWithTheNewestCredentials() throws IOException {
    renewed.call(NEW);
    application.call("GET c");
    renewed.call("GET c");

    Await.until(
        "no other connection is open", () -> handshakes(second).equals(List.of(List.of(NEW))));
  }

  @Test
  void theFormWithoutANameIsThatOfTheDefaultUser() throws IOException {
    try (Application short1 = cluster.connect(first);
        Application long2 = cluster.connect(first)) {
      short1.call("AUTH one");
      long2.call("HELLO 2 AUTH default two");
      long2.call("PING"); // before it, the session makes sure that its server is the node
      short1.call("GET c");

      assertTrue(handshakes(second).contains(List.of("AUTH default two")), "" + handshakes(second));
    }
  }

  @Test
  void refusedCredentialsAreNeverUsed() throws IOException {
    first.replyTo(NEW, WRONGPASS);
    assertTrue(renewed.call(NEW).startsWith("-WRONGPASS"));
    second.closeConnections();
    cluster.agentView().connectionLost(); // so that idle connections are tested

    assertEquals(":1", application.call("INCR c"));
    assertFalse(second.received().contains(NEW));
  }

  @Test
  void otherCommandsOfTheHandshakeDoNotMakeOldCredentialsNew() throws IOException {
    renewed.call(NEW);
    application.call("CLIENT SETNAME service");
    revoke(OLD, second);

    assertEquals(":1", application.call("INCR c"));
  }

  @Test
  void credentialsAcceptedAgainAreTheNewest() throws IOException {
    renewed.call(NEW);
    application.call(OLD);
    second.closeConnections();
    cluster.agentView().connectionLost(); // so that idle connections are tested
    second.reset();
    renewed.call("GET c");

    assertEquals(List.of(OLD, "GET c"), second.received());
  }

  /** Whoever rotates a password visits one node after the other. */
  @Test
  void aNodeThatDoesNotKnowTheNewestCredentialsYetGetsThoseBefore() throws IOException {
    renewed.call(NEW);
    revoke(NEW, second);

    assertEquals(":1", application.call("INCR c"));
    assertEquals(":2", renewed.call("INCR c"));
  }

  @Test
  void anotherUserKeepsItsOwnCredentials() throws IOException {
    renewed.call(NEW);
    try (Application other = cluster.connect(first);
        Application anonymous = cluster.connect(first)) {
      other.call("AUTH other old");
      other.call("GET c");
      anonymous.call("GET c");
    }

    assertTrue(handshakes(second).contains(List.of("AUTH other old")), "" + handshakes(second));
    assertTrue(handshakes(second).contains(List.of()), "" + handshakes(second));
  }

  @Test
  void theTopologyIsReadWithTheNewestCredentials() throws IOException {
    renewed.call(NEW);
    renewed.call("PING"); // before it, the session makes sure that its server is the node
    Stream.of(second, third).forEach(node -> {
      revoke(OLD, node);
      node.closeConnections();
    });
    first.topology(() -> "-LOADING Redis is loading the dataset in memory\r\n");
    application.call("CLIENT SETNAME service");
    int before = second.topologyRequests() + third.topologyRequests();
    cluster.agentView().requestRefresh();

    Await.until(
        "the topology is read",
        () -> second.topologyRequests() + third.topologyRequests() > before);
  }

  private static void revoke(String auth, FakeNode node) {
    for (int i = 0; i < 100; i++) {
      node.replyTo(auth, WRONGPASS);
    }
  }

  private static List<List<String>> handshakes(FakeNode node) {
    return node.conversationsOfSessions().stream().map(Conversation::handshake).toList();
  }
}
