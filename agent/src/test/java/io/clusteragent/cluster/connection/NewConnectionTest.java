package io.clusteragent.cluster.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clusteragent.cluster.node.ForeignNodeException;
import io.clusteragent.cluster.node.Node;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the agent sends on a new connection, and how it uses the replies. */
class NewConnectionTest extends OneNode {

  @Test
  void aNewConnectionSendsTheHandshakeFirst() throws Exception {
    NodeConnection connection = connections.pool(LOGIN).take("a");
    connection.ask(PING, 1000);

    assertEquals("AUTH secret", server.next());
    assertEquals("SELECT 0", server.next());
    assertEquals("PING", server.next());
  }

  @Test
  void aRefusedHandshakeIsReportedWithoutItsCredentialsAndLeavesNoConnection() {
    server.on("AUTH secret", "-WRONGPASS invalid username-password pair or user is disabled.");
    NodePool refused = connections.pool(LOGIN);

    String message = assertThrows(IOException.class, () -> refused.take("a")).getMessage();
    assertTrue(message.contains("WRONGPASS") && message.contains("AUTH"), message);
    assertTrue(message.contains(server.address().toString()), message);
    assertFalse(message.contains("secret"), message);
    assertTrue(refused.isEmpty());
  }

  @Test
  void aNodeThatNoTopologyNamedGetsNoCredentials() throws IOException {
    Node untrusted = new Node(server.address(), 1, idleValidation, () -> {});

    IOException failure = assertThrows(
        IOException.class, () -> new NodeConnections(untrusted).pool(LOGIN).take("a"));
    assertTrue(failure.getMessage().contains("trustRedirects"), failure.getMessage());
    assertEquals(0, server.accepted());
    assertTrue(new NodeConnections(untrusted).pool(pool.identity()).take("a").isHeldBy("a"));
  }

  @Test
  void aProcessOfAnotherIdGetsTheHandshakeAndNothingElse() throws Exception {
    node.id(server.id());
    server.on("CLUSTER MYID", "+another");
    NodePool login = connections.pool(LOGIN);

    assertThrows(ForeignNodeException.class, () -> login.take("a"));
    assertTrue(login.isEmpty());
    assertTrue(node.isSuspect());
    assertTrue(
        List.of("AUTH secret", "SELECT 0").containsAll(server.unread()),
        () -> "" + server.unread());
  }

  @Test
  void aServerThatLeftItsClusterIsForeign() {
    node.id(server.id());
    server.on("CLUSTER MYID", "-ERR This instance has cluster support disabled");

    assertThrows(ForeignNodeException.class, () -> pool.take("a"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-NOPERM User x has no permissions to run the 'cluster|myid' command",
        "-ERR unknown command 'CLUSTER'",
        "-ERR command is not allowed",
        "-Unsupported operation: cluster",
      })
  void aServerThatNeverGivesItsIdIsAccepted(String reply) throws IOException {
    node.id(server.id());
    server.on("CLUSTER MYID", reply);

    assertTrue(pool.take("a").isHeldBy("a"));
    assertTrue(node.isVerified());
  }

  @Test
  void aNodeThatRequiresAPasswordFirstIsNotVerified() throws IOException {
    node.id(server.id());
    server.on("CLUSTER MYID", "-NOAUTH Authentication required.");
    pool.take("a");

    assertFalse(node.isVerified());
  }

  @Test
  void aNodeThatGivesItsIdIsNotSuspectAnyMore() throws IOException {
    node.id(server.id());
    node.suspect();
    assertTrue(node.isSuspect());
    pool.take("a");

    assertFalse(node.isSuspect());
  }
}
