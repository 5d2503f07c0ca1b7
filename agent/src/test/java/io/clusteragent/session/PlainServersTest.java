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

/** What is no cluster is left alone; what will not say is followed. */
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
  void aStandaloneServerIsAskedOnceAndThenLeftAlone() throws IOException {
    try (Application application = cluster.connect(plain)) {
      assertEquals("+OK", application.ask("AUTH secret"));
      assertEquals(0, plain.asked(), "not before the first command");
      assertEquals("+OK", application.ask("MSET a 1 b 2"));
      application.say("MULTI", "INCR b", "EXEC");
      assertEquals("+OK", application.reply());
      assertEquals("+QUEUED", application.reply());
      assertEquals("*1 :3", application.reply());
      assertEquals("*2 $1 1 $1 3", application.ask("MGET a b"));
    }
    try (Application another = cluster.connect(plain)) {
      assertEquals("*2 $1 1 $1 3", another.ask("MGET a b"));
    }
    assertEquals(1, plain.asked());
    assertEquals(3, plain.accepted(), "two of the application's, one to ask");
  }

  @Test
  void theSocketOfAServerKnownToBePlainIsTheApplicationsOwn() throws IOException {
    try (Application application = cluster.connect(plain)) {
      application.ask("GET a");
      assertInstanceOf(VirtualSocket.class, application.socket);
    }
    plain.topology(() -> LOADING + "\r\n"); // whatever it would say by now
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
  void theFirstCommandsOfAPlainConnectionMayComeInAnyPieces() throws IOException {
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
        .answer("PING", LOADING)
        .answer("EVAL", "-READONLY You can't write against a read only replica.");
    try (Application application = cluster.connect(plain)) {
      application.timeout(1000);
      assertEquals(LOADING, application.ask("PING"));
      assertEquals(
          "-READONLY You can't write against a read only replica.", application.ask("EVAL x 0"));
      assertEquals("+OK", application.ask("SET a 1"));
    }
  }

  @Test
  void aUserWhoMayNotAskFollowsRedirectionsAndAsksNoMore() throws IOException {
    cluster.nodes.forEach(
        node -> node.topology(() -> "-NOPERM User app has no permissions to run the command\r\n"));
    FakeNode first = cluster.nodes.get(0);
    FakeNode third = cluster.nodes.get(2);
    try (Application application = cluster.connect(first)) {
      assertEquals("+OK", application.ask("SET a 1"));
      assertEquals(":2", application.ask("INCR a"));
      assertTrue(application.ask("DBSIZE").startsWith("-CLUSTERDOWN"));
    }
    assertEquals(List.of("SET a 1"), first.received());
    assertEquals(List.of("SET a 1", "INCR a"), third.received());
    assertEquals(1, first.asked() + third.asked());
  }

  @Test
  void twoAddressesOfOneClusterAreOneCluster() throws IOException {
    try (Application one = cluster.connect(cluster.nodes.get(0));
        Application two = cluster.connect(cluster.nodes.get(1))) {
      one.ask("SET a 1");
      two.ask("GET a");
    }
    assertEquals(1, cluster.nodes.get(2).accepted(), "they share its node connections");
  }

  @Test
  void aPlainConnectionTimesOutAndClosesAsItsSocketDoes() throws IOException {
    plain.silent("GET a");
    try (Application application = cluster.connect(plain)) {
      application.timeout(100);
      application.say("GET a");
      assertThrows(SocketTimeoutException.class, application::reply);
      plain.hangUp();
      assertEquals(-1, application.socket.getInputStream().read());
    }
  }

  @Test
  void aServerSilentOnTheQuestionIsNotAskedAtEachCommand() throws IOException {
    plain.topology(() -> "");
    try (Application application = cluster.connect(plain)) {
      application.timeout(50);
      for (int i = 0; i < 50; i++) {
        assertEquals("$-1", application.ask("GET a"));
      }
    }
    assertTrue(plain.asked() < 10, plain.asked() + " questions");
  }

  @Test
  void aServerSilentOnTheQuestionIsAskedAtOnceWhenItRedirects() throws IOException {
    FakeNode first = cluster.nodes.get(0);
    first.silent("CLUSTER SLOTS");
    try (Application application = cluster.connect(first)) {
      application.timeout(500);
      assertEquals("+OK", application.ask("SET b 1"));
      assertEquals("+OK", application.ask("SET a 1"), "the third node's key");
    }
    assertEquals(2, first.asked());
  }

  @Test
  void whatChangesTheConnectionFollowsNoRedirectionBeforeTheServerIsKnown() throws IOException {
    FakeNode first = cluster.nodes.get(0);
    FakeNode third = cluster.nodes.get(2);
    first.silent("CLUSTER SLOTS").answer("WATCH a", FakeCluster.moved("a", third));
    try (Application application = cluster.connect(first)) {
      application.timeout(300);
      assertEquals(FakeCluster.moved("a", third), application.ask("WATCH a"));
    }
    assertEquals(List.of(), third.received());
  }

  @Test
  void aHandshakeInAPipelineIsAnsweredInOrder() throws IOException {
    store.put("a", "1");
    try (Application application = cluster.connect(plain)) {
      application.say("SELECT 0", "AUTH secret", "GET a", "PING");
      assertEquals("+OK", application.reply());
      assertEquals("+OK", application.reply());
      assertEquals("$1 1", application.reply());
      assertEquals("+PONG", application.reply());
    }
  }

  /** An unknown command is what the server is asked about first. */
  @Test
  void aPipelineThatEndsWithAnUnknownCommandLeaves() throws IOException {
    try (Application application = cluster.connect(plain)) {
      application.timeout(1000);
      application.say("PING", "JSON.GET a");
      assertEquals("+PONG", application.reply());
      assertEquals("-ERR unknown command 'JSON.GET'", application.reply());
    }
  }

  @Test
  void aPlainServerIsToldItselfToBeSilent() throws IOException {
    plain.silent("CLIENT REPLY OFF").silent("SET a 1").answer("CLIENT REPLY ON", "+OK");
    try (Application application = cluster.connect(plain)) {
      application.say("CLIENT REPLY OFF", "SET a 1", "CLIENT REPLY ON");
      assertEquals("+OK", application.reply());
      assertEquals("$-1", application.ask("GET a"));
    }
    assertEquals(
        List.of("CLIENT REPLY OFF", "SET a 1", "CLIENT REPLY ON", "GET a"), plain.received());
  }

  @Test
  void aUserWhoMayNotAskCanSilenceTheServer() throws IOException {
    cluster.nodes.forEach(
        node -> node.topology(() -> "-NOPERM User app has no permissions to run the command\r\n"));
    try (Application application = cluster.connect(cluster.nodes.get(0))) {
      application.say("CLIENT REPLY OFF", "SET a 1", "CLIENT REPLY ON");
      assertEquals("+OK", application.reply());
      assertEquals("$1 1", application.ask("GET a"));
    }
  }
}
