package io.clusteragent.cluster.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clusteragent.cluster.RespServer;
import io.clusteragent.protocol.ErrorReply;
import io.clusteragent.protocol.ReplyParser;
import io.clusteragent.protocol.Resp;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NodeConnectionTest {

  private static final byte[] PING = Resp.command("PING");

  private RespServer server;

  @BeforeEach
  void start() throws IOException {
    server = new RespServer().on("PING", "+PONG");
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  @Test
  void aCommandOfTheAgentGetsItsReply() throws Exception {
    NodeConnection connection = server.on("NO", "-ERR no").connect();

    assertEquals("PONG", ReplyParser.text(connection.ask(PING, 1000)));
    assertEquals("ERR no", ((ErrorReply) connection.ask(Resp.command("NO"), 1000)).message());
    assertEquals(0, connection.outstanding());
    assertEquals(0, connection.input().buffered());
  }

  @Test
  void aCommandOfTheAgentWithoutAReplyEndsInTime() throws Exception {
    NodeConnection connection = server.on("PING", RespServer.SILENCE).connect();

    assertThrows(SocketTimeoutException.class, () -> connection.ask(PING, 50));
    assertEquals(1, connection.outstanding());
  }

  @Test
  void appendedBytesWaitForTheFlush() throws Exception {
    NodeConnection connection = server.connect();
    connection.append(PING, 0, PING.length);
    connection.append(PING, 0, PING.length);
    assertEquals(2L * PING.length, connection.mark());
    connection.ask(Resp.command("LAST"), 1000); // a write sends waiting bytes first

    assertEquals("PING", server.next());
    assertEquals("PING", server.next());
    assertEquals("LAST", server.next());
  }

  @Test
  void aFullBufferIsSentWithoutAFlush() throws Exception {
    NodeConnection connection = server.connect();
    byte[] set = Resp.command("SET", "k", "x".repeat(5000));
    connection.append(set, 0, set.length);
    connection.append(set, 0, set.length);

    assertTrue(server.next().startsWith("SET k xxx"));
  }

  @Test
  void aLargePieceIsSentBehindWaitingBytes() throws Exception {
    NodeConnection connection = server.connect();
    byte[] large = Resp.command("SET", "k", "x".repeat(100_000));
    connection.append(PING, 0, PING.length);
    connection.append(large, 0, large.length);

    assertEquals("PING", server.next());
    assertEquals("SET k ".length() + 100_000, server.next().length());
  }

  @Test
  void aReplyLongerThanTheBufferArrivesWhole() throws Exception {
    String body = "0123456789".repeat(10_000);
    NodeConnection connection = server.on("GET k", "$100000\r\n" + body).connect();

    assertEquals(body, ReplyParser.text(connection.ask(Resp.command("GET", "k"), 1000)));
  }

  @Test
  void theReaderSeesTheEndOfTheStream() throws Exception {
    NodeConnection connection = server.on("PING", RespServer.CLOSE).connect();

    assertThrows(IOException.class, () -> connection.ask(PING, 1000));
  }

  @Test
  void aFailedWriteIsReportedToTheReader() throws Exception {
    NodeConnection connection = new NodeConnection(new BreakingSocket(PING.length), "test");
    connection.write(PING, 0, PING.length);
    long first = connection.mark();
    assertNull(connection.failure());
    connection.write(PING, 0, PING.length);
    long second = connection.mark();
    connection.append(PING, 0, PING.length);

    assertNotNull(connection.failure());
    assertFalse(connection.neverSent(first));
    assertTrue(connection.neverSent(second));
    assertTrue(connection.neverSent(connection.mark()));
  }

  /** One piece of three commands, of which the node got the first and half of the second. */
  @Test
  void ofAFailedPieceOnlyTheLastCommandCertainlyNeverArrived() throws Exception {
    NodeConnection connection = new NodeConnection(new BreakingSocket(PING.length * 3 / 2), "test");
    connection.append(PING, 0, PING.length);
    long first = connection.mark();
    connection.append(PING, 0, PING.length);
    connection.append(PING, 0, PING.length);
    long last = connection.mark();
    connection.flush();

    assertFalse(connection.neverSent(first));
    assertTrue(connection.neverSent(last));
  }

  @Test
  void bytesWrittenAfterAFailedReadAreNeverSent() throws Exception {
    NodeConnection connection = server.connect();
    connection.write(PING, 0, PING.length);
    long sent = connection.mark();
    connection.append(PING, 0, PING.length);
    connection.fail(new IOException("read failed"));
    connection.flush();
    connection.fail(new IOException("later"));

    assertFalse(connection.neverSent(sent));
    assertTrue(connection.neverSent(connection.mark()));
    assertEquals("read failed", connection.failure().getMessage());
  }

  @Test
  void aBrokenConnectionDoesNotTakeAQuestion() throws Exception {
    NodeConnection connection = new NodeConnection(new BreakingSocket(0), "test");

    IOException failure = assertThrows(IOException.class, () -> connection.ask(PING, 10));
    assertInstanceOf(BreakingSocket.Broken.class, failure);
  }

  @Test
  void oneSessionHoldsAConnectionAtATime() throws Exception {
    NodeConnection connection = server.connect();

    assertTrue(connection.isHeldBy("test"));
    assertFalse(connection.tryHold("other"));
    connection.close();
    assertFalse(connection.tryHold("other"));
    assertFalse(connection.isHeldBy("test"));
    assertTrue(connection.socket().isClosed());
  }

  /** A socket that accepts a number of bytes and then fails. */
  private static final class BreakingSocket extends Socket {
    static final class Broken extends IOException {
      private static final long serialVersionUID = 1L;
    }

    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
    private final int room;

    BreakingSocket(int room) {
      this.room = room;
    }

    @Override
    public InputStream getInputStream() {
      return new ByteArrayInputStream(new byte[0]);
    }

    @Override
    public OutputStream getOutputStream() {
      return new OutputStream() {
        @Override
        public void write(int b) throws IOException {
          write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
          int fits = Math.min(length, room - sent.size());
          sent.writeBytes(Arrays.copyOfRange(bytes, from, from + fits));
          if (fits < length) {
            throw new Broken();
          }
        }
      };
    }
  }
}
