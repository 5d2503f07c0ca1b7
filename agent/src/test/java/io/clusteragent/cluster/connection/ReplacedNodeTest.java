package io.clusteragent.cluster.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clusteragent.cluster.RespServer;
import io.clusteragent.cluster.topology.NodeRegistry;
import io.clusteragent.metrics.Count;
import io.clusteragent.session.Await;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** After a cluster has replaced a node, its connections are closed and no session waits for it. */
class ReplacedNodeTest extends OneNode {

  @Test
  void connectionsAreClosedWhenTheClusterNamesAnotherNodeAtTheAddress() throws IOException {
    NodeRegistry nodes = new NodeRegistry(idleValidation, address -> true, true, () -> {});
    NodePool pool =
        nodes.connections(nodes.update(server.address(), server.id())).pool(this.pool.identity());
    NodeConnection held = pool.take("a");
    NodeConnection idle = pool.take("a");
    idle.release();
    nodes.update(server.address(), server.id());
    assertFalse(held.socket().isClosed());
    nodes.update(server.address(), "successor");

    assertTrue(idle.socket().isClosed());
    IOException failure = assertThrows(IOException.class, () -> held.input().fill(1000));
    assertTrue(failure.getMessage().contains("another node"), failure.getMessage());
  }

  @Test
  void abandoningANodeEndsTheWaitForItsId() throws Exception {
    node.id(server.id());
    server.on("CLUSTER MYID", RespServer.SILENCE);
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try {
      Future<NodeConnection> taken = thread.submit(() -> pool.take("a"));
      Await.until("the request is sent", () -> !pool.isEmpty());
      connections.abandonReplacedNode();

      Throwable failure =
          assertThrows(ExecutionException.class, () -> taken.get(1, TimeUnit.SECONDS));
      assertTrue(failure.getCause().getMessage().contains("replaced"), failure.toString());
      assertTrue(pool.isEmpty());
    } finally {
      thread.shutdownNow();
    }
  }

  @Test
  void anAttemptThatFindsAnotherOneRunningDoesNotChangeTheNodesHealth() throws Exception {
    CountDownLatch hostAnswers = new CountDownLatch(1);
    Dialer failing = address -> {
      try {
        hostAnswers.await();
      } catch (InterruptedException e) {
        throw new InterruptedIOException();
      }
      throw new IOException("no route to host");
    };
    NodePool slow = connections.pool(new ConnectionProfile(failing, Handshake.NONE));
    node.suspect();
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try {
      Future<NodeConnection> taken = thread.submit(() -> slow.take("a"));
      Await.until("the node is dialled", connections::areInUse);
      assertThrows(IOException.class, () -> slow.take("b"));
      assertNull(node.failureReason());
      assertEquals(0, node.metrics().get(Count.CONNECTIONS_FAILED));

      hostAnswers.countDown();
      assertThrows(ExecutionException.class, () -> taken.get(1, TimeUnit.SECONDS));
      assertEquals("no route to host", node.failureReason());
      assertEquals(1, node.metrics().get(Count.CONNECTIONS_FAILED));
    } finally {
      thread.shutdownNow();
    }
  }

  @Test
  void abandoningASuspectNodeEndsTheWaitOfItsDialerAndOthersDoNotWait() throws Exception {
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
    NodePool slow = connections.pool(new ConnectionProfile(hanging, Handshake.NONE));
    node.suspect();
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try {
      Future<NodeConnection> taken = thread.submit(() -> slow.take("a"));
      Await.until("the node is dialled", connections::areInUse);
      IOException other = assertThrows(IOException.class, () -> slow.take("b"));
      assertTrue(other.getMessage().contains("another connection attempt"), other.getMessage());
      connections.abandonReplacedNode();

      Throwable failure =
          assertThrows(ExecutionException.class, () -> taken.get(1, TimeUnit.SECONDS));
      assertTrue(failure.getCause().getMessage().contains("replaced"), failure.toString());
      assertFalse(connections.areInUse());
      hostAnswers.countDown();
      Await.until(
          "the late connection is closed",
          () -> late.get() != null && late.get().isClosed());
    } finally {
      thread.shutdownNow();
    }
  }
}
