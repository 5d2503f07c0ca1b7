package io.clusteragent.cluster.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clusteragent.cluster.RespServer;
import io.clusteragent.cluster.node.ForeignNodeException;
import io.clusteragent.cluster.node.Node;
import io.clusteragent.protocol.ReplyParser;
import io.clusteragent.protocol.Resp;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
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

  @ParameterizedTest
  @EnumSource(
      value = Handshake.Step.class,
      names = {"NAME", "LIBRARY_NAME", "LIBRARY_VERSION", "NO_EVICT", "NO_TOUCH", "READ_ONLY"})
  void aNodeMayRefuseAStepThatChangesNoReply(Handshake.Step step) throws Exception {
    server.on("STEP", "-ERR unknown subcommand or wrong number of arguments for 'STEP'");
    NodeConnection connection = connections.pool(identityWith(step)).take("a");

    assertEquals("OK", ReplyParser.text(connection.ask(PING, 1000)));
    connection.release();
    assertFalse(connection.isClosed());
    assertFalse(node.isFirstRefusal(step.name()), "it is logged once");
  }

  @ParameterizedTest
  @EnumSource(
      value = Handshake.Step.class,
      names = {"AUTH", "PROTOCOL", "DATABASE", "TRACKING"})
  void aNodeMustAcceptAStepThatChangesReplies(Handshake.Step step) {
    server.on("STEP", "-ERR unknown command 'STEP'");

    assertThrows(IOException.class, () -> connections.pool(identityWith(step)).take("a"));
  }

  @Test
  void aTemporaryRefusalOfAStepIsAFailure() {
    server.on("STEP", "-LOADING Redis is loading the dataset in memory");
    ConnectionProfile identity = identityWith(Handshake.Step.NAME);

    assertThrows(IOException.class, () -> connections.pool(identity).take("a"));
  }

  private static ConnectionProfile identityWith(Handshake.Step step) {
    return new ConnectionProfile(
        RespServer.dialer(), Handshake.NONE.with(step, Resp.command("STEP")));
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
