package io.clusteragent.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clusteragent.session.entry.VirtualSocket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Connections to standalone servers are passed through; the agent follows redirections of servers that hide their nature. */
class PlainServersTest {
  private static final String LOADING = "-LOADING Redis is loading the dataset in memory";

  private final FakeStore store = new FakeStore();
  private FakeCluster cluster;
  private FakeNode plain;

  @BeforeEach
  void start() {
    cluster = new FakeCluster(3);
    plain = FakeNode.standalone(store);
  }

  @AfterEach
  void stop() {
    plain.close();
    cluster.close();
  }

  @Test
  void aStandaloneServerIsProbedOnce() throws IOException {
    try (Application application = cluster.connect(plain)) {
      assertEquals("+OK", application.call("AUTH secret"));
      assertEquals(0, plain.topologyRequests(), "not before the first command");
      assertEquals("+OK", application.call("MSET a 1 b 2"));
      application.send("MULTI", "INCR b", "EXEC");
      assertEquals("+OK", application.reply());
      assertEquals("+QUEUED", application.reply());
      assertEquals("*1 :3", application.reply());
      assertEquals("*2 $1 1 $1 3", application.call("MGET a b"));
    }
    try (Application another = cluster.connect(plain)) {
      assertEquals("*2 $1 1 $1 3", another.call("MGET a b"));
    }
    assertEquals(1, plain.topologyRequests());
    assertEquals(3, plain.sessionConnections(), "two of the application's, one to ask");
  }

  @Test
  void theSocketToAKnownPlainServerIsNotWrapped() throws IOException {
    try (Application application = cluster.connect(plain)) {
      application.call("GET a");
      assertInstanceOf(VirtualSocket.class, application.socket);
    }
    plain.topology(() -> LOADING + "\r\n"); // the agent does not probe the server again
    try (Socket socket =
        new Socket(InetAddress.getLoopbackAddress(), plain.address().port())) {
      assertTrue(cluster.endpoints.isPlain(socket));
      assertSame(socket, cluster.endpoints.virtual(socket, plain.address(), cluster.dialer()));
    }
    try (Socket socket = new Socket(
        InetAddress.getLoopbackAddress(), cluster.nodes.get(0).address().port())) {
      assertNotSame(socket, cluster.endpoints.virtual(socket, plain.address(), cluster.dialer()));
    }
  }

  @Test
  void theFirstCommandsOfAPlainConnectionMayArriveInAnyPieces() throws IOException {
    String wire = Wire.commands("PING", "SET a 1", "GET a", "MGET a b");
    String expected = "+PONG\r\n+OK\r\n$1\r\n1\r\n*2\r\n$1\r\n1\r\n$-1\r\n";
    for (int cut = 0; cut <= wire.length(); cut++) {
      try (FakeCluster fresh = new FakeCluster(1);
          Application application = fresh.connect(plain)) {
        application.socket.getOutputStream().write(Wire.bytes(wire), 0, cut);
        application.socket.getOutputStream().write(Wire.bytes(wire), cut, wire.length() - cut);
        application.socket.getOutputStream().flush();
        assertEquals(expected, application.read(expected.length(), 5), "cut at " + cut);
      }
    }
  }

  @Test
  void aReplyIsNotLostWhenAServerTurnsOutToBePlainWhileItIsRead() throws IOException {
    plain
        .replyTo("PING", LOADING)
        .replyTo("EVAL", "-READONLY You can't write against a read only replica.");
    try (Application application = cluster.connect(plain)) {
      application.timeout(1000);
      assertEquals(LOADING, application.call("PING"));
      assertEquals(
          "-READONLY You can't write against a read only replica.", application.call("EVAL x 0"));
      assertEquals("+OK", application.call("SET a 1"));
    }
  }

  @Test
  void aUserWithoutTheRightToTheTopologyFollowsRedirections() throws IOException {
    cluster.nodes.forEach(
        node -> node.topology(() -> "-NOPERM User app has no permissions to run the command\r\n"));
    FakeNode first = cluster.nodes.get(0);
    FakeNode third = cluster.nodes.get(2);
    try (Application application = cluster.connect(first)) {
      assertEquals("+OK", application.call("SET a 1"));
      assertEquals(":2", application.call("INCR a"));
      assertTrue(application.call("DBSIZE").startsWith("-CLUSTERDOWN"));
    }
    assertEquals(List.of("SET a 1"), first.received());
    assertEquals(List.of("SET a 1", "INCR a"), third.received());
    assertEquals(1, first.topologyRequests() + third.topologyRequests());
  }

  @Test
  void twoAddressesOfOneClusterGiveOneCluster() throws IOException {
    try (Application one = cluster.connect(cluster.nodes.get(0));
        Application two = cluster.connect(cluster.nodes.get(1))) {
      one.call("SET a 1");
      two.call("GET a");
    }
    assertEquals(1, cluster.nodes.get(2).sessionConnections(), "they share its node connections");
  }

  @Test
  void aPlainConnectionTimesOutAndClosesAsItsSocketDoes() throws IOException {
    plain.noReplyTo("GET a");
    try (Application application = cluster.connect(plain)) {
      application.timeout(100);
      application.send("GET a");
      assertThrows(SocketTimeoutException.class, application::reply);
      plain.closeConnections();
      assertEquals(-1, application.socket.getInputStream().read());
    }
  }

  @Test
  void aServerThatIgnoresTheProbeIsNotProbedAtEachCommand() throws IOException {
    plain.topology(() -> "");
    try (Application application = cluster.connect(plain)) {
      application.timeout(50);
      for (int i = 0; i < 50; i++) {
        assertEquals("$-1", application.call("GET a"));
      }
    }
    assertTrue(plain.topologyRequests() < 10, plain.topologyRequests() + " questions");
  }

  @Test
  void aServerThatIgnoresTheProbeIsProbedAtOnceWhenItRedirects() throws IOException {
    FakeNode first = cluster.nodes.get(0);
    first.noReplyTo("CLUSTER SLOTS");
    try (Application application = cluster.connect(first)) {
      application.timeout(500);
      assertEquals("+OK", application.call("SET b 1"));
      assertEquals("+OK", application.call("SET a 1"), "the third node's key");
    }
    assertEquals(2, first.topologyRequests());
  }

  @Test
  void aConnectionCommandFollowsNoRedirectionBeforeTheServerIsKnown() throws IOException {
    FakeNode first = cluster.nodes.get(0);
    FakeNode third = cluster.nodes.get(2);
    first.noReplyTo("CLUSTER SLOTS").replyTo("WATCH a", FakeCluster.moved("a", third));
    try (Application application = cluster.connect(first)) {
      application.timeout(300);
      assertEquals(FakeCluster.moved("a", third), application.call("WATCH a"));
    }
    assertEquals(List.of(), third.received());
  }

  @Test
  void aHandshakeInAPipelineGetsItsRepliesInOrder() throws IOException {
    store.put("a", "1");
    try (Application application = cluster.connect(plain)) {
      application.send("SELECT 0", "AUTH secret", "GET a", "PING");
      assertEquals("+OK", application.reply());
      assertEquals("+OK", application.reply());
      assertEquals("$1 1", application.reply());
      assertEquals("+PONG", application.reply());
    }
  }

  /** The agent probes the server at the first unknown command. */
  @Test
  void aPipelineThatEndsWithAnUnknownCommandIsSent() throws IOException {
    try (Application application = cluster.connect(plain)) {
      application.timeout(1000);
      application.send("PING", "JSON.GET a");
      assertEquals("+PONG", application.reply());
      assertEquals("-ERR unknown command 'JSON.GET'", application.reply());
    }
  }

  @Test
  void clientReplyIsSentToAPlainServer() throws IOException {
    plain.noReplyTo("CLIENT REPLY OFF").noReplyTo("SET a 1").replyTo("CLIENT REPLY ON", "+OK");
    try (Application application = cluster.connect(plain)) {
      application.send("CLIENT REPLY OFF", "SET a 1", "CLIENT REPLY ON");
      assertEquals("+OK", application.reply());
      assertEquals("$-1", application.call("GET a"));
    }
    assertEquals(
        List.of("CLIENT REPLY OFF", "SET a 1", "CLIENT REPLY ON", "GET a"), plain.received());
  }

  @Test
  void aUserWithoutTheRightToTheTopologyCanTurnRepliesOff() throws IOException {
    cluster.nodes.forEach(
        node -> node.topology(() -> "-NOPERM User app has no permissions to run the command\r\n"));
    try (Application application = cluster.connect(cluster.nodes.get(0))) {
      application.send("CLIENT REPLY OFF", "SET a 1", "CLIENT REPLY ON");
      assertEquals("+OK", application.reply());
      assertEquals("$1 1", application.call("GET a"));
    }
  }
}
