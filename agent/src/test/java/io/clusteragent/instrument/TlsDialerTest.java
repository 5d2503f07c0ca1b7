package io.clusteragent.instrument;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clusteragent.TestPorts;
import io.clusteragent.cluster.address.CertificateNames;
import io.clusteragent.cluster.address.NodeAddress;
import io.clusteragent.cluster.connection.ConnectionProfile;
import io.clusteragent.cluster.connection.Dialer;
import io.clusteragent.cluster.connection.Handshake;
import io.clusteragent.cluster.connection.NodeConnection;
import io.clusteragent.cluster.connection.NodeConnections;
import io.clusteragent.cluster.connection.NodePool;
import io.clusteragent.cluster.node.IdleValidation;
import io.clusteragent.cluster.node.Node;
import io.clusteragent.session.Await;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.DefaultJedisSocketFactory;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.SslOptions;
import redis.clients.jedis.SslVerifyMode;

/** Dials over TLS, to nodes whose certificates name some of their hosts. */
class TlsDialerTest {
  private final JedisDialers dialers = new JedisDialers();
  private final List<String> verified = new CopyOnWriteArrayList<>();
  private TlsServer server;

  @TempDir
  private Path folder;

  private TlsServer serverFor(String names) throws Exception {
    server = new TlsServer(folder, names);
    return server;
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  @Test
  void anIpAddressIsVerifiedAsTheHostThatTheApplicationWrote() throws Exception {
    serverFor("dns:service.example");
    Dialer dialer = dialerFor("service.example", verifying());

    dialer.dial(server.address()).close();
    dialer.dial(server.address()).close();
    assertEquals(3, server.attempts(), "only the first dial tries the IP address");
  }

  @Test
  void whereTheWrittenHostLedToItIsTheFirst() throws Exception {
    serverFor("dns:service.example");
    JedisDialer dialer = dialerFor("service.example", verifying());
    try (Socket entry =
        new Socket(InetAddress.getLoopbackAddress(), server.address().port())) {
      dialer.ledTo(entry);
    }
    dialer.dial(server.address()).close();
    assertEquals(2, server.attempts());
  }

  @Test
  void anIpAddressIsVerifiedAsTheHostThatTheClusterHasForTheNode() throws Exception {
    serverFor("dns:node1.example");
    dialerFor("service.example", verifying())
        .dial(server.address("node1.example"))
        .close();
  }

  @Test
  void closingAConnectionDoesNotWaitForAServerThatHangs() throws Exception {
    serverFor("ip:127.0.0.1");
    Socket socket = dialerFor("service.example", verifying()).dial(server.address());
    socket.setSoTimeout(60_000);
    NodeConnection connection = new NodeConnection(socket, "one session");
    server.write("+first\r\n");
    connection.input().readReply(60_000);

    assertTimeoutPreemptively(Duration.ofSeconds(20), () -> connection.close());
  }

  @Test
  void aCertificateForTheIpAddressIsValid() throws Exception {
    serverFor("ip:127.0.0.1");
    dialerFor("service.example", verifying()).dial(server.address()).close();
    assertEquals(1, server.attempts());
  }

  @Test
  void aCertificateForNoneOfTheHostsIsRefused() throws Exception {
    serverFor("dns:other.example");
    IOException refused =
        assertThrows(IOException.class, () -> dialerFor("service.example", verifying())
            .dial(server.address("node1.example")));
    assertTrue(
        refused
            .getMessage()
            .startsWith(
                "the certificate of node " + server.address()
                    + " is not accepted for any of the hosts [127.0.0.1, node1.example, service.example]: "),
        refused.getMessage());
  }

  @Test
  void aNodeWithAHostNameIsVerifiedByThatNameAlone() throws Exception {
    serverFor("dns:service.example");
    NodeAddress named = new NodeAddress("localhost", server.address().port(), "127.0.0.1");
    try (Socket socket = dialerFor("service.example", verifying()).dial(named)) {
      assertThrows(IOException.class, () -> socket.getInputStream().read());
    }
    assertEquals(1, server.attempts());
  }

  @Test
  void aVerifierOfTheApplicationGetsTheSameHosts() throws Exception {
    serverFor("dns:service.example");
    JedisClientConfig config = config()
        .hostnameVerifier((host, session) -> {
          verified.add(host);
          return host.equals("service.example");
        })
        .build();
    dialerFor("service.example", config).dial(server.address()).close();
    assertEquals(List.of("127.0.0.1", "service.example"), verified);
  }

  @Test
  void whatTheJvmRefusesGoesOnToTheNextHostAlsoWithAVerifier() throws Exception {
    serverFor("dns:service.example");
    SSLParameters parameters = new SSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    JedisClientConfig config = config()
        .sslParameters(parameters)
        .hostnameVerifier((host, session) -> session.isValid())
        .build();
    dialerFor("service.example", config).dial(server.address()).close();
    assertEquals(2, server.attempts());
  }

  @Test
  void aRefusedHostLeavesNoSocketOpen() throws Exception {
    serverFor("dns:service.example");
    LegacyConnection original = new LegacyConnection();
    original.sslSocketFactory = server.trusting().getSocketFactory();
    original.hostnameVerifier = (host, session) -> host.equals("service.example");
    LegacyConnection.OPENED.clear();
    JedisDialer dialer = JedisDialer.of(
        SocketFactoryTemplate.connection(LegacyConnection.class), original, new CertificateNames());
    try (Socket accepted = dialer.dial(server.address())) {
      assertFalse(accepted.isClosed());
      assertEquals(2, LegacyConnection.OPENED.size());
      assertTrue(LegacyConnection.OPENED.get(0).isClosed(), "the socket of the refused host");
    }
  }

  /** The JDK hides the failure of a handshake behind a session without a certificate, which a verifier refuses. */
  @Test
  void aNodeThatHangsIsNoRefusedHost() throws Exception {
    serverFor("dns:service.example");
    try (ServerSocket hanging = TestPorts.listen()) {
      assertThrows(SocketTimeoutException.class, () -> refusing().dial(addressOf(hanging)));
    }
    assertEquals(List.of("127.0.0.1"), verified);
  }

  @Test
  void aNodeThatClosesTheConnectionIsNoRefusedHost() throws Exception {
    serverFor("dns:service.example");
    try (ServerSocket closing = TestPorts.listen()) {
      Thread thread = new Thread(() -> closeConnections(closing), "closing server");
      thread.setDaemon(true);
      thread.start();
      IOException failure =
          assertThrows(IOException.class, () -> refusing().dial(addressOf(closing)));
      assertFalse(failure.getMessage().contains("certificate"), failure.getMessage());
    }
    assertEquals(List.of("127.0.0.1"), verified);
  }

  private static NodeAddress addressOf(ServerSocket listener) {
    return new NodeAddress("127.0.0.1", listener.getLocalPort(), "node1.example");
  }

  private static void closeConnections(ServerSocket listener) {
    try {
      while (true) {
        listener.accept().close();
      }
    } catch (IOException e) {
      // The test has ended.
    }
  }

  /** A dialer with a verifier that refuses what has no certificate. */
  private Dialer refusing() throws Exception {
    return dialerFor(
        "service.example",
        config()
            .timeoutMillis(200)
            .hostnameVerifier((host, session) -> {
              verified.add(host);
              return session.isValid();
            })
            .build());
  }

  @Test
  void sslOptionsAreVerifiedForTheSameHosts() throws Exception {
    serverFor("dns:service.example");
    SslOptions options = SslOptions.builder()
        .truststore(server.trustStore(folder).toFile(), TlsServer.PASSWORD.toCharArray())
        .trustStoreType("PKCS12")
        .sslVerifyMode(SslVerifyMode.FULL)
        .build();
    JedisClientConfig config =
        DefaultJedisClientConfig.builder().sslOptions(options).build();
    Dialer dialer = dialerFor("service.example", config);
    dialer.dial(server.address()).close();
    assertThrows(
        IOException.class, () -> dialerFor("other.example", config).dial(server.address()));
  }

  @Test
  void aHostMapperOfTheApplicationChoosesTheHost() throws Exception {
    serverFor("dns:localhost");
    HostAndPort tunnel = new HostAndPort("localhost", server.address().port());
    SSLParameters parameters = new SSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    JedisClientConfig config = config()
        .sslParameters(parameters)
        .hostAndPortMapper(announced -> tunnel)
        .build();
    try (Socket socket =
        dialerFor("service.example", config).dial(new NodeAddress("10.9.8.7", 6379))) {
      server.write("!");
      assertEquals('!', socket.getInputStream().read());
    }
    assertEquals(1, server.attempts());
  }

  @Test
  void dialersOfOtherHostsAreUnequal() throws Exception {
    serverFor("dns:service.example");
    JedisClientConfig config = verifying();
    assertEquals(dialerFor("one.example", config), dialerFor("one.example", config));
    assertNotEquals(dialerFor("one.example", config), dialerFor("other.example", config));
    assertEquals(
        dialerFor("other.example", config),
        dialerFor("one.example", config).writtenAs("other.example"));
  }

  /** A late reply would be taken for the reply to the next holder's command. */
  @Test
  void aConnectionOnWhichALateReplyArrivedIsNotGivenToAnotherSession() throws Exception {
    serverFor("dns:service.example");
    Node node = new Node(server.address(), 0, new IdleValidation(), () -> {});
    ConnectionProfile profile =
        new ConnectionProfile(dialerFor("service.example", verifying()), Handshake.NONE);
    NodePool pool = new NodeConnections(node).pool(profile);
    NodeConnection connection = pool.take("one session");
    server.write("+first\r\n");
    assertEquals(
        "+first\r\n", new String(connection.input().readReply(5000), StandardCharsets.US_ASCII));
    connection.release();

    server.write("+late\r\n");
    Await.until("the late reply arrived", () -> connection.input().available() > 0);
    assertNotSame(connection, pool.take("another session"));
    assertTrue(connection.isClosed());
  }

  private JedisDialer dialerFor(String host, JedisClientConfig config) throws Exception {
    return dialers.dialerFor(
        new Connection(new DefaultJedisSocketFactory(new HostAndPort(host, 6379), config)));
  }

  private DefaultJedisClientConfig.Builder config() throws Exception {
    return DefaultJedisClientConfig.builder()
        .ssl(true)
        .sslSocketFactory(server.trusting().getSocketFactory());
  }

  private JedisClientConfig verifying() throws Exception {
    SSLParameters parameters = new SSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    return config().sslParameters(parameters).build();
  }
}
