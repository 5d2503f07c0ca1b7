package io.clusteragent.cluster.connection;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clusteragent.cluster.RespServer;
import io.clusteragent.protocol.ReplyParser;
import io.clusteragent.protocol.Resp;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NodeInputTest {

  private static final byte[] PING = Resp.command("PING");
  private static final byte[] LAST = Resp.command("LAST");

  private RespServer server;

  @BeforeEach
  void start() throws IOException {
    server = new RespServer().on("PING", "+PONG").on("LAST", RespServer.CLOSE);
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  @Test
  void bytesPutBackAreReadAgainAndMoreCanFollow() throws Exception {
    NodeConnection connection = server.connect();
    connection.write(PING, 0, PING.length);
    NodeInput input = connection.input();
    byte[] bytes = new byte[100];
    int n = input.read(bytes, 0, bytes.length, 1000);
    input.unread(bytes, 0, n);

    assertEquals(n, input.buffered());
    assertEquals("PONG", ReplyParser.text(new ReplyParser(input.stream(1000)).parse()));
    assertEquals("PONG", ReplyParser.text(connection.ask(PING, 1000)));
  }

  @Test
  void aBufferThatGrewByBytesPutBackReportsWhenItIsFull() throws Exception {
    NodeConnection connection = server.connect();
    NodeInput input = connection.input();
    assertFalse(input.isFull());
    byte[] many = new byte[20_000];
    input.unread(many, 0, many.length);
    assertTrue(input.isFull());
    input.consume(1);
    assertFalse(input.isFull());
    connection.write(PING, 0, PING.length);

    assertTrue(input.fill(1000) > 0);
  }

  @Test
  void eachReadHasItsOwnTimeout() throws Exception {
    NodeConnection connection = server.connect();

    assertThrows(SocketTimeoutException.class, () -> connection.input().fill(20));
    connection.write(PING, 0, PING.length);
    assertEquals("+PONG\r\n".length(), connection.input().fill(5000));
    assertEquals(5000, connection.socket().getSoTimeout());
  }

  @Test
  void bufferedBytesAreTakenBeforeTheSocketIsRead() throws Exception {
    NodeConnection connection = server.connect();
    NodeInput input = connection.input();
    connection.write(PING, 0, PING.length);
    byte[] bytes = new byte[100];

    input.unread("+OK\r\n".getBytes(ISO_8859_1), 0, 5);
    assertEquals(3, input.take(bytes, 10, 3, 1000));
    assertEquals(2, input.take(bytes, 13, 87, 1000));
    assertEquals("+OK\r\n", new String(bytes, 10, 5, ISO_8859_1));
    assertEquals(7, input.take(bytes, 0, 100, 1000));
    assertEquals("+PONG\r\n", new String(bytes, 0, 7, ISO_8859_1));
  }

  @Test
  void aReplyIsReadToItsEndAndNoFurther() throws Exception {
    NodeConnection connection = server.connect();
    byte[] replies = "*2\r\n$1\r\na\r\n:1\r\n+NEXT\r\n".getBytes(ISO_8859_1);
    connection.input().unread(replies, 0, replies.length);

    assertEquals(
        "*2\r\n$1\r\na\r\n:1\r\n", new String(connection.input().readReply(1000), ISO_8859_1));
    assertEquals("+NEXT\r\n".length(), connection.input().buffered());
  }

  @Test
  void aTruncatedReplyIsAFailure() throws Exception {
    NodeConnection connection = server.connect();
    connection.write(LAST, 0, LAST.length);
    connection.input().unread("$5\r\nab".getBytes(ISO_8859_1), 0, 6);

    assertThrows(EOFException.class, () -> connection.input().readReply(1000));
  }
}
