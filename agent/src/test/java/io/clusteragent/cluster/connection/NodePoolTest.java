package io.clusteragent.cluster.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clusteragent.cluster.RespServer;
import io.clusteragent.cluster.address.NodeAddress;
import io.clusteragent.cluster.node.Node;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class NodePoolTest extends OneNode {

  /** One thread closes a session while another thread, which uses the session, releases a connection. */
  @Test
  void aFormerHolderCannotCloseAConnectionOfItsNextHolder() throws IOException {
    NodeConnection connection = pool.take("a");
    connection.release();
    assertSame(connection, pool.take("b"));
    connection.close("a");

    assertTrue(connection.isHeldBy("b"));
    assertFalse(connection.socket().isClosed());
  }

  @Test
  void aConnectionClosedUnderItsHolderDoesNotReturnToThePool() throws IOException {
    NodeConnection connection = pool.take("a");
    connection.close("a");
    connection.release();

    assertTrue(connection.isClosed());
    assertTrue(connection.socket().isClosed());
  }

  @Test
  void aReleasedConnectionIsTakenAgain() throws IOException {
    NodeConnection connection = pool.take("a");
    connection.release();

    assertSame(connection, pool.take("b"));
    assertTrue(connection.isHeldBy("b"));
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
  void eachProfileHasItsOwnConnections() throws IOException {
    NodePool login = connections.pool(LOGIN);
    NodeConnection connection = pool.take("a");
    connection.release();

    assertNotSame(connection, login.take("a"));
    assertSame(pool, connections.pool(new ConnectionProfile(RespServer.dialer(), Handshake.NONE)));
    assertNotSame(pool, login);
  }

  @Test
  void threadsThatTakeAtTheSameTimeNeverShareAConnection() throws Exception {
    int threads = 8;
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    CyclicBarrier together = new CyclicBarrier(threads);
    Callable<NodeConnection> task = () -> {
      Object holder = new Object();
      for (int i = 0; i < 200; i++) {
        NodeConnection connection = pool.take(holder);
        assertTrue(connection.isHeldBy(holder));
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

  @Test
  void aConnectionInAnUncertainStateIsClosedOnRelease() throws Exception {
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
  void connectionsIdleForLongAreClosedAndHeldOnesAreNot() throws IOException {
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
  void aConnectionOfARetiredPoolIsClosedOnRelease() throws IOException {
    NodeConnection held = pool.take("a");
    pool.retire();
    held.release();

    assertTrue(held.socket().isClosed());
    assertTrue(pool.isEmpty());
  }

  @Test
  void anEmptyPoolIsRetired() throws IOException {
    pool.take("a").release();
    connections.closeIdle(-1);

    assertNotSame(pool, connections.pool(pool.identity()));
    assertTrue(pool.isRetired());
  }

  @Test
  void aNodeThatCannotBeReachedCausesAnIOException() throws IOException {
    try (Socket silent = new Socket()) {
      // A bound port without a listener: no other process can listen there either.
      silent.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      NodeAddress address = new NodeAddress("127.0.0.1", silent.getLocalPort());
      NodePool dead =
          new NodeConnections(new Node(address, 1, idleValidation, () -> {})).pool(pool.identity());

      assertThrows(IOException.class, () -> dead.take("a"));
      assertTrue(dead.isEmpty());
    }
  }
}
