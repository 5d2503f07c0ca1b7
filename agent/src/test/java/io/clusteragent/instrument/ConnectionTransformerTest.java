package io.clusteragent.instrument;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clusteragent.TestPorts;
import io.clusteragent.config.Configuration;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConnectionTransformerTest {
  private static final String CONNECTION = "redis/clients/jedis/Connection";

  private final ConnectionTransformer transformer =
      new ConnectionTransformer(Configuration.STANDARD, null, () -> {});
  private final ByteArrayOutputStream stderrBytes = new ByteArrayOutputStream();
  private final PrintStream stderr = System.err;

  @BeforeEach
  void captureStderr() {
    System.setErr(new PrintStream(stderrBytes, true));
  }

  @AfterEach
  void restoreStderr() {
    System.setErr(stderr);
  }

  @Test
  void aWovenConnectionUsesTheVirtualSocket() throws Exception {
    try (WovenJedis jedis = new WovenJedis();
        ServerSocket server = TestPorts.listen()) {
      Object connection = jedis.connection("127.0.0.1", server.getLocalPort());
      WovenJedis.connect(connection);
      try (Socket accepted = server.accept();
          Socket socket = WovenJedis.socketOf(connection)) {
        assertNotEquals(Socket.class, socket.getClass());
        assertEquals(server.getLocalPort(), socket.getPort());
        assertEquals(socket.getLocalPort(), accepted.getPort());
      }
    }
    assertEquals("", stderrBytes.toString(UTF_8));
  }

  @Test
  void connectingAgainWhileConnectedKeepsTheSocket() throws Exception {
    try (WovenJedis jedis = new WovenJedis();
        ServerSocket server = TestPorts.listen()) {
      Object connection = jedis.connection("127.0.0.1", server.getLocalPort());
      WovenJedis.connect(connection);
      try (Socket socket = WovenJedis.socketOf(connection)) {
        WovenJedis.connect(connection);
        assertSame(socket, WovenJedis.socketOf(connection));
      }
    }
  }

  @Test
  void otherClassesStayUnchanged() {
    assertNull(
        transformer.transform(getClass().getClassLoader(), "java/util/List", null, null, null));
    assertNull(transformer.transform(getClass().getClassLoader(), null, null, null, null));
    assertEquals("", stderrBytes.toString(UTF_8));
  }

  @Test
  void aLoaderThatDoesNotSeeTheAgentIsReportedOnceWithTheRemedy() throws Exception {
    ClassLoader isolated = new ClassLoader(null) {};
    byte[] classFile = WovenJedis.connectionClassFile();
    assertNull(transformer.transform(isolated, CONNECTION, null, null, classFile));
    assertNull(transformer.transform(isolated, CONNECTION, null, null, classFile));
    assertEquals(1, stderrBytes.toString(UTF_8).lines().count());
    assertTrue(
        stderrBytes.toString(UTF_8).contains("-Xbootclasspath/a:cluster-agent.jar"),
        stderrBytes.toString(UTF_8));
  }

  @Test
  void aBrokenClassFileStaysUnchangedAndIsReportedOnce() {
    byte[] garbage = {1, 2, 3};
    assertNull(transformer.transform(getClass().getClassLoader(), CONNECTION, null, null, garbage));
    assertEquals(1, stderrBytes.toString(UTF_8).lines().count());
  }
}
