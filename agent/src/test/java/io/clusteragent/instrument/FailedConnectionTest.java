package io.clusteragent.instrument;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clusteragent.TestPorts;
import io.clusteragent.cluster.address.NodeAddress;
import io.clusteragent.protocol.Resp;
import java.io.EOFException;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisSocketFactory;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.exceptions.JedisConnectionException;

/** Connections of Jedis that could not connect. */
class FailedConnectionTest {

  @Test
  void anAddressWithoutAServerFailsWithTheExceptionOfJedis() throws Exception {
    int port;
    try (ServerSocket server = TestPorts.listen()) {
      port = server.getLocalPort();
    }
    try (WovenJedis jedis = new WovenJedis()) {
      Object connection = jedis.connection("127.0.0.1", port);
      InvocationTargetException thrown =
          assertThrows(InvocationTargetException.class, () -> WovenJedis.connect(connection));
      JedisConnectionException plain = assertThrows(
          JedisConnectionException.class, () -> new Connection("127.0.0.1", port).connect());

      assertEquals(plain.getClass().getName(), thrown.getCause().getClass().getName());
      assertEquals(plain.getMessage(), thrown.getCause().getMessage());
      assertInstanceOf(
          ConnectException.class,
          thrown.getCause().getSuppressed()[0].getCause() == null
              ? thrown.getCause().getSuppressed()[0]
              : thrown.getCause().getSuppressed()[0].getCause());
    }
  }

  @Test
  void aConnectionThatTheAgentConnectsIsAsIfItHadConnectedItself() throws Exception {
    try (ServerSocket server = TestPorts.listen();
        Socket socket = new Socket(server.getInetAddress(), server.getLocalPort())) {
      socket.setSoTimeout(1234);
      Connection connection = new Connection("127.0.0.1", 1);
      assertThrows(JedisConnectionException.class, connection::connect);
      assertTrue(connection.isBroken());
      ConnectionMembers.of(connection).markConnected(connection, socket);

      assertTrue(connection.isConnected());
      assertFalse(connection.isBroken());
      assertEquals(1234, connection.getSoTimeout());
      connection.sendCommand(redis.clients.jedis.Protocol.Command.PING);
      try (Socket accepted = server.accept()) {
        accepted.getOutputStream().write(Resp.simple("PONG"));
        assertEquals("PONG", connection.getStatusCodeReply());
      }
    }
  }

  @Test
  void theAddressIsAsTheApplicationWroteIt() throws Exception {
    Connection connection =
        new Connection(new DefaultJedisSocketFactory(new HostAndPort("redis.example", 7001)));

    assertEquals(new NodeAddress("redis.example", 7001), new JedisDialers().addressOf(connection));
  }

  @Test
  void onlyNetworkFailuresAreWorthAFallbackNode() {
    assertTrue(NetworkFailure.causes(jedis(new ConnectException("refused"))));
    assertTrue(NetworkFailure.causes(suppressing(new ConnectException("refused"))));
    SSLHandshakeException closedDuringHandshake = new SSLHandshakeException("terminated");
    closedDuringHandshake.initCause(new EOFException());
    assertTrue(NetworkFailure.causes(jedis(closedDuringHandshake)));

    SSLHandshakeException untrusted = new SSLHandshakeException("untrusted");
    untrusted.initCause(new CertificateException("of another host"));
    assertFalse(NetworkFailure.causes(jedis(untrusted)));
    assertFalse(NetworkFailure.causes(new JedisConnectionException("hostname verification")));
    assertFalse(NetworkFailure.causes(new OutOfMemoryError()));
  }

  private static Throwable jedis(IOException cause) {
    return new JedisConnectionException(cause);
  }

  private static Throwable suppressing(IOException cause) {
    JedisConnectionException failure = new JedisConnectionException("no address of the host");
    failure.addSuppressed(cause);
    return failure;
  }
}
