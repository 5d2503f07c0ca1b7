package io.clusteragent.cluster.connection;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clusteragent.cluster.node.IdleValidation;
import io.clusteragent.session.Await;
import org.junit.jupiter.api.Test;

/** Which idle connections the pool gives to sessions again. */
class IdleConnectionTest extends OneNode {

  @Test
  void aSilentConnectionIsReusedHoweverLongItWasIdle() throws Exception {
    NodeConnection connection = pool.take("a");
    connection.release();
    awaitOldAge(connection);

    assertSame(connection, pool.take("b"));
    connection.ask(PING, 1000);
  }

  /** The pool tests a connection that was idle for a second, and does not reuse one that the server closed. */
  @Test
  void aConnectionThatTheServerClosedIsNotReused() throws Exception {
    NodeConnection connection = pool.take("a");
    connection.ask(PING, 1000); // the server has seen the connection
    connection.release();
    server.closeConnections();
    awaitOldAge(connection);

    NodeConnection fresh = pool.take("b");
    assertNotSame(connection, fresh);
    assertTrue(connection.socket().isClosed());
    fresh.ask(PING, 1000);
  }

  /** What ended the old one may have ended one that was used a moment ago: a restart, CLIENT KILL. */
  @Test
  void aConnectionThatTheTestFindsClosedMakesRecentOnesTested() throws Exception {
    NodeConnection old = pool.take("a");
    NodeConnection recent = pool.take("a");
    old.ask(PING, 1000);
    recent.ask(PING, 1000); // the server has seen both
    old.release();
    recent.release();
    server.closeConnections();
    old.taken(System.nanoTime() - 2 * IdleValidation.TRUSTED_NANOS);

    assertFalse(NodePool.hold(old, "a"));
    assertFalse(NodePool.hold(recent, "a"));
  }

  @Test
  void idleConnectionsAreTestedOnceAnyWasFoundClosed() throws Exception {
    NodeConnection connection = pool.take("a");
    connection.ask(PING, 1000); // the server has seen the connection
    connection.release();
    server.closeConnections();
    idleValidation.connectionLost();

    assertNotSame(connection, pool.take("b"));
  }

  @Test
  void releasingAConnectionLongAfterItsReplyDoesNotRenewIt() throws Exception {
    NodeConnection connection = pool.take("a");
    connection.ask(PING, 1000);
    server.closeConnections();
    idleValidation.connectionLost();
    connection.release();

    assertNotSame(connection, pool.take("a"));
  }

  @Test
  void aConnectionWithUnexpectedInputIsNotReused() throws Exception {
    NodeConnection connection = pool.take("a");
    connection.ask(PING, 1000); // the server has seen the connection
    connection.release();
    server.push("+unexpected");
    awaitOldAge(connection);

    assertNotSame(connection, pool.take("b"));
  }

  @Test
  void aRecentConnectionWithALateReplyIsNotGivenToAnotherHolder() throws Exception {
    NodeConnection connection = pool.take("a");
    connection.ask(PING, 1000);
    connection.release();
    server.push("+late");
    Await.until("the reply arrives", () -> connection.input().available() > 0);

    assertNotSame(connection, pool.take("b"));
    assertTrue(connection.isClosed());
  }

  private static void awaitOldAge(NodeConnection connection) {
    Await.until(
        "the connection is idle for long",
        () -> connection.nanosSinceTaken(System.nanoTime()) > IdleValidation.TRUSTED_NANOS);
  }
}
