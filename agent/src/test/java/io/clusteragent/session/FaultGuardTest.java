package io.clusteragent.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisConnectionException;

/** An exception of the agent itself ends the session, and the application's client gets an exception. */
class FaultGuardTest {
  private FakeCluster cluster;
  private FaultySocket own;
  private Application application;

  @BeforeEach
  void start() throws IOException {
    cluster = new FakeCluster(3);
    own = new FaultySocket(cluster.nodes.get(0));
    application = new Application(
        cluster.endpoints.virtual(own, cluster.nodes.get(0).address(), cluster.dialer()));
    assertEquals("+OK", application.call("SET b 1"));
    assertEquals("+OK", application.call("SET a 1"));
  }

  @AfterEach
  void stop() throws IOException {
    own.fault = null;
    application.close();
    cluster.close();
  }

  static Stream<Throwable> agentFaults() {
    return Stream.of(
        new IllegalStateException("planted"),
        new NullPointerException(),
        new AssertionError("planted"),
        new NoClassDefFoundError("planted"));
  }

  static Stream<Error> jvmErrors() {
    return Stream.of(new OutOfMemoryError("planted"), new StackOverflowError(), death());
  }

  @SuppressWarnings("removal")
  private static Error death() {
    return new ThreadDeath();
  }

  @ParameterizedTest
  @MethodSource("agentFaults")
  void aFaultWhileReadingEndsTheSession(Throwable fault) throws IOException {
    application.send("GET a", "GET b");
    own.fault = fault;
    assertEnds(fault, () -> application.reply().concat(application.reply()));
  }

  @ParameterizedTest
  @MethodSource("agentFaults")
  void aFaultWhileWritingEndsTheSession(Throwable fault) throws IOException {
    application.send("GET a");
    own.fault = fault;
    assertEnds(fault, () -> application.send("GET b"));
  }

  @ParameterizedTest
  @MethodSource("agentFaults")
  void aFaultInAvailableEndsTheSession(Throwable fault) throws IOException {
    application.send("GET a", "GET b");
    own.fault = fault;
    assertEnds(fault, application.socket.getInputStream()::available);
  }

  @ParameterizedTest
  @MethodSource("agentFaults")
  void aFaultWhileClosingIsReported(Throwable fault) throws IOException {
    application.send("GET a", "GET b");
    own.fault = fault;
    IOException seen = assertThrows(IOException.class, application::close);
    assertSame(fault, seen.getCause());
    assertTrue(application.socket.isClosed());
    assertNothingIsLeft();
  }

  @ParameterizedTest
  @MethodSource("jvmErrors")
  void anErrorOfTheJvmIsRethrownAndEndsTheSession(Error error) throws IOException {
    application.send("GET a", "GET b");
    own.fault = error;
    assertSame(
        error, assertThrows(Error.class, () -> application.reply().concat(application.reply())));
    assertEnded(error);
  }

  @Test
  void jedisMarksTheConnectionAsBroken() {
    Connection connection = new Connection(() -> application.socket);
    own.fault = new IllegalStateException("planted");
    JedisConnectionException seen = assertThrows(JedisConnectionException.class, () -> {
      connection.sendCommand(Protocol.Command.GET, "b");
      connection.getBulkReply();
    });
    assertSame(own.fault, seen.getCause().getCause());
    assertTrue(connection.isBroken());
  }

  private void assertEnds(Throwable fault, Executable operation) throws IOException {
    IOException seen = assertThrows(IOException.class, operation);
    assertSame(fault, seen.getCause());
    assertFalse(("" + seen.getMessage()).contains("planted"), "a message may hold a value");
    assertEnded(fault);
  }

  /** No operation succeeds any more, and the client does not dial again for the same connection object. */
  private void assertEnded(Throwable fault) throws IOException {
    own.fault = null;
    InputStream in = application.socket.getInputStream();
    OutputStream out = application.socket.getOutputStream();
    for (Executable operation : new Executable[] {
      in::read, in::available, () -> out.write(1), out::flush, () -> application.timeout(5)
    }) {
      assertSame(fault, assertThrows(IOException.class, operation).getCause());
    }
    assertFalse(application.socket.isClosed());
    assertNothingIsLeft();
    application.close();
    assertTrue(application.socket.isClosed());
  }

  private void assertNothingIsLeft() {
    assertTrue(own.isClosed());
    cluster.assertAllReleased();
  }

  /** A socket whose operations throw what no socket throws. */
  private static final class FaultySocket extends Socket {
    volatile Throwable fault;

    FaultySocket(FakeNode node) throws IOException {
      connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), node.address().port()));
      setSoTimeout(2000);
    }

    private void check() {
      if (fault != null) {
        FaultySocket.<RuntimeException>sneak(fault);
      }
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <E extends Throwable> void sneak(Throwable fault) throws E {
      throw (E) fault;
    }

    @Override
    public InputStream getInputStream() throws IOException {
      return new FilterInputStream(super.getInputStream()) {
        @Override
        public int read(byte[] into, int from, int length) throws IOException {
          check();
          return in.read(into, from, length);
        }

        @Override
        public int available() throws IOException {
          check();
          return in.available();
        }
      };
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
      return new FilterOutputStream(super.getOutputStream()) {
        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
          check();
          out.write(bytes, from, length);
        }
      };
    }

    @Override
    public synchronized void close() throws IOException {
      super.close();
      check();
    }
  }
}
