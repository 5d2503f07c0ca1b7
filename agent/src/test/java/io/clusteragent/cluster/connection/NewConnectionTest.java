package io.clusteragent.cluster.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clusteragent.TestPorts;
import io.clusteragent.cluster.RespServer;
import io.clusteragent.cluster.address.NodeAddress;
import io.clusteragent.cluster.node.ForeignNodeException;
import io.clusteragent.cluster.node.Node;
import io.clusteragent.protocol.ReplyParser;
import io.clusteragent.protocol.Resp;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
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

  private static final String FULL = "-ERR max number of clients + cluster connections reached";

  @ParameterizedTest
  @ValueSource(
      strings = {
        FULL,
        "-ERR max number of clients reached",
        "-DENIED Redis is running in protected mode because protected mode is enabled",
      })
  void aServerThatAcceptsNoClientsIsNotUsedAndItsWordsAreShown(String words) throws IOException {
    node.id(server.id());
    server.on("CLUSTER MYID", words);
    server.on("AUTH secret", words);
    NodePool login = connections.pool(LOGIN);

    assertTells(words, assertThrows(IOException.class, () -> pool.take("a")));
    assertTells(words, assertThrows(IOException.class, () -> login.take("a")));
    assertFalse(node.isSuspect(), "it answers");
    assertTrue(node.failureReason().contains(words.substring(1)), node.failureReason());
    assertTrue(pool.isEmpty());
    server.on("CLUSTER MYID", "+" + server.id());
    assertTrue(pool.take("a").isHeldBy("a"));
    assertNull(node.failureReason());
  }

  /** Such a server writes its reason and closes the connection, often before the handshake arrives. */
  @Test
  void whatAServerSaidBeforeTheWriteFailedIsShown() throws IOException {
    try (ServerSocket full = TestPorts.listen()) {
      NodeAddress address = new NodeAddress("127.0.0.1", full.getLocalPort());
      Node node = new Node(address, 1, idleValidation, () -> {});
      node.id("full");
      Dialer dialer = dialled -> new UnwritableSocket(dialled, full, FULL + "\r\n");
      for (Handshake handshake : List.of(Handshake.NONE, LOGIN.handshake())) {
        NodePool pool = new NodeConnections(node).pool(new ConnectionProfile(dialer, handshake));
        assertTells(FULL, assertThrows(IOException.class, () -> pool.take("a")));
      }
      Dialer silent = dialled -> new UnwritableSocket(dialled, full, "");
      NodePool pool = new NodeConnections(node).pool(new ConnectionProfile(silent, Handshake.NONE));
      String message = assertThrows(IOException.class, () -> pool.take("a")).getMessage();
      assertTrue(message.contains("Broken pipe"), message);
    }
  }

  @Test
  void whatAServerSaidBeforeItClosedTheConnectionIsShown() throws IOException {
    node.id(server.id());
    server.on("CLUSTER MYID", "-LOADING Redis is loading the dataset in memory");
    server.on("AUTH secret", "+OK");
    server.on("SELECT 0", RespServer.CLOSE);
    NodePool login = connections.pool(LOGIN);

    assertTells("-LOADING Redis", assertThrows(IOException.class, () -> login.take("a")));
  }

  @Test
  void theAgentsOwnQuestionsShowWhatAServerSaidBeforeTheWriteFailed() throws IOException {
    try (ServerSocket full = TestPorts.listen();
        Socket socket = new UnwritableSocket(
            new NodeAddress("127.0.0.1", full.getLocalPort()), full, FULL + "\r\n")) {
      NodeConnection connection = new NodeConnection(socket, "a");

      assertEquals(FULL.substring(1), connection.ask(PING, 1000).toString());
    }
  }

  private void assertTells(String words, IOException failure) {
    assertTrue(failure.getMessage().contains(words.substring(1)), failure.getMessage());
    assertTrue(failure.getMessage().contains("127.0.0.1:"), failure.getMessage());
  }

  /** A connection on which the server has said something and ended, so that writes fail. */
  private static final class UnwritableSocket extends Socket {
    UnwritableSocket(NodeAddress address, ServerSocket server, String words) throws IOException {
      super(address.host(), address.port());
      try (Socket accepted = server.accept()) {
        accepted.getOutputStream().write(Resp.ascii(words));
      }
    }

    @Override
    public OutputStream getOutputStream() {
      return new OutputStream() {
        @Override
        public void write(int b) throws IOException {
          throw new SocketException("Broken pipe");
        }
      };
    }
  }
}
