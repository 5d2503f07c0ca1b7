package io.clusteragent.instrument;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clusteragent.TestPorts;
import io.clusteragent.cluster.address.NodeAddress;
import io.clusteragent.cluster.connection.Dialer;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.DefaultJedisSocketFactory;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;

class JedisDialerTest {
  private static final HostAndPort ENTRY_NODE = new HostAndPort("127.0.0.1", 1);
  private static final JedisClientConfig CONFIG = DefaultJedisClientConfig.builder()
      .socketTimeoutMillis(1234)
      .connectionTimeoutMillis(987)
      .build();

  private final JedisDialers dialers = new JedisDialers();

  @Test
  void dialsAnotherNodeWithTheSettingsOfTheConnection() throws Exception {
    try (ServerSocket other = TestPorts.listen();
        Socket socket = dialerFor(ENTRY_NODE, CONFIG)
            .dial(new NodeAddress("127.0.0.1", other.getLocalPort()))) {
      assertEquals(other.getLocalPort(), socket.getPort());
      assertEquals(1234, socket.getSoTimeout());
      assertTrue(socket.getTcpNoDelay());
      assertTrue(socket.getKeepAlive());
    }
  }

  @Test
  void theApplicationsHostMapperIsApplied() throws Exception {
    try (ServerSocket mapped = TestPorts.listen()) {
      HostAndPort target = new HostAndPort("127.0.0.1", mapped.getLocalPort());
      JedisClientConfig config = DefaultJedisClientConfig.builder()
          .hostAndPortMapper(announced -> target)
          .build();
      try (Socket socket =
          dialerFor(ENTRY_NODE, config).dial(new NodeAddress("announced.invalid", 6379))) {
        assertEquals(mapped.getLocalPort(), socket.getPort());
      }
    }
  }

  @Test
  void connectionsWithEqualSettingsHaveEqualDialersForAnyAddress() throws Exception {
    Dialer one = dialerFor(ENTRY_NODE, CONFIG);
    Dialer other = dialerFor(new HostAndPort("127.0.0.2", 2), CONFIG);
    assertEquals(one, other);
    assertEquals(one.hashCode(), other.hashCode());
  }

  @Test
  void connectionsWithOtherSettingsHaveUnequalDialers() throws Exception {
    JedisClientConfig slower =
        DefaultJedisClientConfig.builder().socketTimeoutMillis(9999).build();
    assertNotEquals(dialerFor(ENTRY_NODE, CONFIG), dialerFor(ENTRY_NODE, slower));
  }

  @Test
  void aRefusedConnectionThrowsTheExceptionOfTheJdk() throws Exception {
    int closed;
    try (ServerSocket server = TestPorts.listen()) {
      closed = server.getLocalPort();
    }
    IOException refused = assertThrows(IOException.class, () -> dialerFor(ENTRY_NODE, CONFIG)
        .dial(new NodeAddress("127.0.0.1", closed)));
    assertInstanceOf(ConnectException.class, refused);
  }

  @Test
  void aSocketFactoryOfTheApplicationsOwnHasNoDialer() throws Exception {
    assertNull(dialers.dialerFor(new Connection(new DefaultJedisSocketFactory(ENTRY_NODE) {})));
  }

  private Dialer dialerFor(HostAndPort address, JedisClientConfig config) throws Exception {
    return dialers.dialerFor(new Connection(new DefaultJedisSocketFactory(address, config)));
  }
}
