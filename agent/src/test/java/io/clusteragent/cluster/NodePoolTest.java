package io.clusteragent.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clusteragent.cluster.Handshake.Step;
import io.clusteragent.protocol.Resp;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NodePoolTest {

  private static final byte[] PING = Resp.command("PING");
  private static final Handshake LOGIN = Handshake.NONE
      .with(Step.AUTH, Resp.command("AUTH", "secret"))
      .with(Step.DATABASE, Resp.command("SELECT", "0"));

  private final IdleTrust trust = new IdleTrust();
  private RespServer server;
  private Node node;
  private NodePool pool;

  @BeforeEach
  void start() throws IOException {
    server = new RespServer();
    node = new Node(server.address(), 0, trust, () -> {});
    node.vouchFor();
    pool = node.pool(new Identity(RespServer.dialer(), Handshake.NONE));
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  @Test
  void aConnectionGivenBackIsTakenAgain() throws IOException {
    NodeConnection connection = pool.take("a");
    connection.release();

    assertSame(connection, pool.take("b"));
    assertTrue(connection.heldBy("b"));
    connection.ask(PING, 1000);
    assertEquals(1, server.accepted());
  }

  @Test
  void aHeldConnectionIsNotShared() throws IOException {
    NodeConnection connection = pool.take("a");

    assertNotSame(connection, pool.take("b"));
    assertEquals(2, pool.size());
  }

  @Test
  void aNewConnectionSaysTheHandshakeFirst() throws Exception {
    NodeConnection connection =
        node.pool(new Identity(RespServer.dialer(), LOGIN)).take("a");
    connection.ask(PING, 1000);

    assertEquals("AUTH secret", server.next());
    assertEquals("SELECT 0", server.next());
    assertEquals("PING", server.next());
  }

  @Test
  void aRefusedHandshakeIsSaidWithoutItsCredentialsAndLeavesNothing() {
    server.on("AUTH secret", "-WRONGPASS invalid username-password pair or user is disabled.");
    NodePool refused = node.pool(new Identity(RespServer.dialer(), LOGIN));

    String message = assertThrows(IOException.class, () -> refused.take("a")).getMessage();
    assertTrue(message.contains("WRONGPASS") && message.contains("AUTH"), message);
    assertTrue(message.contains(server.address().toString()), message);
    assertFalse(message.contains("secret"), message);
    assertTrue(refused.isEmpty());
  }

  @Test
  void aNodeThatCannotBeReachedIsAnIOException() throws IOException {
    try (Socket silent = new Socket()) {
      silent.bind(new InetSocketAddress(
          InetAddress.getLoopbackAddress(), 0)); // nobody listens, and nobody else can
      NodeAddress address = new NodeAddress("127.0.0.1", silent.getLocalPort());
      NodePool dead = new Node(address, 1, trust, () -> {}).pool(pool.identity());

      assertThrows(IOException.class, () -> dead.take("a"));
      assertTrue(dead.isEmpty());
    }
  }

  @Test
  void aProcessOfAnotherIdGetsTheHandshakeAndNothingElse() throws Exception {
    node.id(server.id());
    server.on("CLUSTER MYID", "+another");
    NodePool login = node.pool(new Identity(RespServer.dialer(), LOGIN));

    assertThrows(ForeignNodeException.class, () -> login.take("a"));
    assertTrue(login.isEmpty());
    assertTrue(node.isSuspect());
    assertTrue(
        List.of("AUTH secret", "SELECT 0").containsAll(server.rest()), () -> "" + server.rest());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-NOPERM User x has no permissions to run the 'cluster|myid' command",
        "-ERR unknown command 'CLUSTER'",
      })
  void aServerThatWillNeverTellItsIdIsTakenAtItsWord(String reply) throws IOException {
    node.id(server.id());
    server.on("CLUSTER MYID", reply);

    assertTrue(pool.take("a").heldBy("a"));
    assertTrue(node.isProven());
  }

  @Test
  void aServerThatIsNoNodeAnyMoreIsForeign() {
    node.id(server.id());
    server.on("CLUSTER MYID", "-ERR This instance has cluster support disabled");

    assertThrows(ForeignNodeException.class, () -> pool.take("a"));
  }

  @Test
  void aNodeThatWantsAPasswordFirstHasProvedNothing() throws IOException {
    node.id(server.id());
    server.on("CLUSTER MYID", "-NOAUTH Authentication required.");
    pool.take("a");

    assertFalse(node.isProven());
  }

  @Test
  void connectionsEndWhenTheClusterNamesAnotherNodeHere() throws IOException {
    node.id(server.id());
    NodeConnection held = pool.take("a");
    NodeConnection idle = pool.take("a");
    idle.release();
    node.id(server.id());
    assertFalse(held.socket().isClosed());
    node.id("successor");

    assertTrue(idle.socket().isClosed());
    IOException failure = assertThrows(IOException.class, () -> held.input().fill(1000));
    assertTrue(failure.getMessage().contains("another node"), failure.getMessage());
  }

  @Test
  void whoWaitsForANodeToSayWhoItIsIsFreedWhenTheNodeIsAbandoned() throws Exception {
    node.id(server.id());
    server.on("CLUSTER MYID", RespServer.SILENCE);
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try {
      Future<NodeConnection> taken = thread.submit(() -> pool.take("a"));
      while (pool.isEmpty()) {
        Thread.onSpinWait();
      }
      node.abandon();

      Throwable failure =
          assertThrows(ExecutionException.class, () -> taken.get(1, TimeUnit.SECONDS));
      assertTrue(failure.getCause().getMessage().contains("replaced"), failure.toString());
      assertTrue(pool.isEmpty());
    } finally {
      thread.shutdownNow();
    }
  }

  @Test
  void whoDialsANodeInTroubleIsFreedWhenItIsAbandonedAndOthersDoNotWait() throws Exception {
    CountDownLatch hostAnswers = new CountDownLatch(1);
    AtomicReference<Socket> late = new AtomicReference<>();
    Dialer hanging = address -> {
      try {
        hostAnswers.await();
      } catch (InterruptedException e) {
        throw new InterruptedIOException();
      }
      late.set(RespServer.dialer().dial(address));
      return late.get();
    };
    NodePool slow = node.pool(new Identity(hanging, Handshake.NONE));
    node.suspect();
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try {
      Future<NodeConnection> taken = thread.submit(() -> slow.take("a"));
      while (!node.isInUse()) {
        Thread.onSpinWait();
      }
      IOException other = assertThrows(IOException.class, () -> slow.take("b"));
      assertTrue(other.getMessage().contains("is being tried already"), other.getMessage());
      node.abandon();

      Throwable failure =
          assertThrows(ExecutionException.class, () -> taken.get(1, TimeUnit.SECONDS));
      assertTrue(failure.getCause().getMessage().contains("replaced"), failure.toString());
      assertFalse(node.isInUse());
      hostAnswers.countDown();
      while (late.get() == null || !late.get().isClosed()) {
        Thread.onSpinWait();
      }
    } finally {
      thread.shutdownNow();
    }
  }

  @Test
  void aNodeThatSaysWhoItIsIsNotSuspectAnyMore() throws IOException {
    node.id(server.id());
    node.suspect();
    assertTrue(node.isSuspect());
    pool.take("a");

    assertFalse(node.isSuspect());
  }

  @Test
  void aNodeThatNothingNamedIsToldNoCredentials() throws IOException {
    Node stranger = new Node(server.address(), 1, trust, () -> {});
    Dialer dialer = RespServer.dialer();

    IOException failure = assertThrows(
        IOException.class, () -> stranger.pool(new Identity(dialer, LOGIN)).take("a"));
    assertTrue(failure.getMessage().contains("trustRedirects"), failure.getMessage());
    assertEquals(0, server.accepted());
    assertTrue(stranger.pool(new Identity(dialer, Handshake.NONE)).take("a").heldBy("a"));
  }

  @Test
  void eachIdentityHasItsOwnConnections() throws IOException {
    Dialer dialer = RespServer.dialer();
    NodePool plain = node.pool(new Identity(dialer, Handshake.NONE));
    NodePool login = node.pool(new Identity(dialer, LOGIN));
    NodeConnection connection = plain.take("a");
    connection.release();

    assertNotSame(connection, login.take("a"));
    assertSame(plain, node.pool(new Identity(dialer, Handshake.NONE)));
    assertNotSame(plain, login);
  }

  @Test
  void aConnectionInUncertainStateIsClosedInsteadOfGivenBack() throws Exception {
    NodeConnection awaiting = pool.take("a");
    awaiting.expectReply();
    NodeConnection pinned = pool.take("a");
    pinned.pin();
    NodeConnection failed = pool.take("a");
    failed.fail(new IOException("broken"));
    NodeConnection unread = pool.take("a");
    unread.write(PING, 0, PING.length);
    unread.input().fill(1000);

    for (NodeConnection connection : List.of(awaiting, pinned, failed, unread)) {
      connection.release();
      assertTrue(connection.socket().isClosed());
    }
    assertTrue(pool.isEmpty());
  }

  @Test
  void connectionsIdleForLongAreClosedAndOthersAreNot() throws IOException {
    NodeConnection held = pool.take("a");
    NodeConnection idle = pool.take("a");
    idle.release();
    pool.closeIdle(60_000_000_000L);
    assertFalse(idle.socket().isClosed());
    pool.closeIdle(-1);

    assertTrue(idle.socket().isClosed());
    assertFalse(held.socket().isClosed());
    assertEquals(1, pool.size());
  }

  @Test
  void aConnectionOfAForgottenPoolIsClosedWhenItComesBack() throws IOException {
    NodeConnection held = pool.take("a");
    pool.retire();
    held.release();

    assertTrue(held.socket().isClosed());
    assertTrue(pool.isEmpty());
  }

  @Test
  void anEmptyPoolIsForgotten() throws IOException {
    pool.take("a").release();
    node.closeIdleNow();

    assertNotSame(pool, node.pool(pool.identity()));
    assertTrue(pool.isRetired());
  }

  /** An idle connection is looked at once it has been idle for a second: what the server closed is not given out. */
  @Test
  void aConnectionThatTheServerClosedIsNotGivenOut() throws Exception {
    NodeConnection connection = pool.take("a");
    connection.ask(PING, 1000); // the server has seen the connection
    connection.release();
    server.hangUp();
    awaitDistrust(connection);

    NodeConnection fresh = pool.take("b");
    assertNotSame(connection, fresh);
    assertTrue(connection.socket().isClosed());
    fresh.ask(PING, 1000);
  }

  @Test
  void noIdleConnectionIsTrustedOnceAnyWasFoundClosed() throws Exception {
    NodeConnection connection = pool.take("a");
    connection.ask(PING, 1000); // the server has seen the connection
    connection.release();
    server.hangUp();
    trust.connectionBroke();

    assertNotSame(connection, pool.take("b"));
  }

  @Test
  void aConnectionGivenBackLongAfterItsReplyIsNoYoungerForThat() throws Exception {
    NodeConnection connection = pool.take("a");
    connection.ask(PING, 1000);
    server.hangUp();
    trust.connectionBroke();
    connection.release();

    assertNotSame(connection, pool.take("a"));
  }

  @Test
  void aConnectionOnWhichSomethingArrivedIsNotGivenOut() throws Exception {
    NodeConnection connection = pool.take("a");
    connection.ask(PING, 1000); // the server has seen the connection
    connection.release();
    server.push("+SURPRISE");
    awaitDistrust(connection);

    assertNotSame(connection, pool.take("b"));
  }

  @Test
  void aTrustedConnectionOnWhichSomethingArrivedIsGivenToNobodyElse() throws Exception {
    NodeConnection connection = pool.take("a");
    connection.ask(PING, 1000);
    connection.release();
    server.push("+late");
    while (connection.input().available() == 0) {
      Thread.onSpinWait();
    }

    assertNotSame(connection, pool.take("b"));
    assertTrue(connection.isClosed());
  }

  @Test
  void aQuietConnectionIsGivenOutHoweverLongItWasIdle() throws Exception {
    NodeConnection connection = pool.take("a");
    connection.release();
    awaitDistrust(connection);

    assertSame(connection, pool.take("b"));
    connection.ask(PING, 1000);
  }

  @Test
  void threadsThatTakeTogetherNeverShare() throws Exception {
    int threads = 8;
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    CyclicBarrier together = new CyclicBarrier(threads);
    Callable<NodeConnection> task = () -> {
      Object holder = new Object();
      for (int i = 0; i < 200; i++) {
        NodeConnection connection = pool.take(holder);
        assertTrue(connection.heldBy(holder));
        connection.release();
      }
      together.await();
      return pool.take(holder);
    };
    try {
      List<Future<NodeConnection>> futures =
          executor.invokeAll(Stream.generate(() -> task).limit(threads).toList());
      Set<NodeConnection> taken = Collections.newSetFromMap(new IdentityHashMap<>());
      for (Future<NodeConnection> future : futures) {
        assertTrue(taken.add(future.get()));
      }
    } finally {
      executor.shutdownNow();
    }
    assertEquals(threads, pool.size());
  }

  private static void awaitDistrust(NodeConnection connection) {
    while (connection.nanosSinceTaken(System.nanoTime()) <= IdleTrust.TRUSTED_NANOS) {
      Thread.onSpinWait();
    }
  }
}
