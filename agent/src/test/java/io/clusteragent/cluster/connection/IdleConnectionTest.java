package io.clusteragent.cluster.connection;

import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clusteragent.cluster.node.IdleValidation;
import io.clusteragent.session.Await;
import org.junit.jupiter.api.Test;

/** Which idle connections are given out again. */
class IdleConnectionTest extends OneNode {

  @Test
  void aQuietConnectionIsGivenOutHoweverLongItWasIdle() throws Exception {
    NodeConnection connection = pool.take("a");
    connection.release();
    awaitDistrust(connection);

    assertSame(connection, pool.take("b"));
    connection.ask(PING, 1000);
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
    trust.connectionLost();

    assertNotSame(connection, pool.take("b"));
  }

  @Test
  void aConnectionGivenBackLongAfterItsReplyIsNoYoungerForThat() throws Exception {
    NodeConnection connection = pool.take("a");
    connection.ask(PING, 1000);
    server.hangUp();
    trust.connectionLost();
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
    Await.until("the reply arrives", () -> connection.input().available() > 0);

    assertNotSame(connection, pool.take("b"));
    assertTrue(connection.isClosed());
  }

  private static void awaitDistrust(NodeConnection connection) {
    Await.until(
        "the connection is idle for long",
        () -> connection.nanosSinceTaken(System.nanoTime()) > IdleValidation.TRUSTED_NANOS);
  }
}
