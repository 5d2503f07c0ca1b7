package io.clusteragent.cluster.connection;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
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

/** One thread waits for input on several connections. */
class InputWatchTest {
  private static final byte[] PING = Resp.command("PING");
  private static final byte[] LAST = Resp.command("LAST");
  private static final long LONG = 10_000;

  private final InputWatch watch = new InputWatch();
  private RespServer server;
  private NodeConnection one;
  private NodeConnection two;

  @BeforeEach
  void connect() throws IOException {
    server = new RespServer().on("PING", "+PONG").on("LAST", RespServer.CLOSE);
    one = server.connect();
    two = server.connect();
    one.input().watch(watch);
    two.input().watch(watch);
  }

  @AfterEach
  void close() throws IOException {
    one.close();
    two.close();
    server.close();
  }

  private void send(NodeConnection connection, byte[] command) {
    connection.write(command, 0, command.length);
  }

  private void awaitInput(NodeConnection connection) throws IOException {
    while (!connection.input().isReadable()) {
      watch.await(LONG);
    }
  }

  @Test
  void theConnectionWithInputIsReadable() throws IOException {
    send(two, PING);
    awaitInput(two);

    assertFalse(one.input().isReadable());
    assertEquals(0, one.input().available());
    assertEquals(7, two.input().available());
    assertArrayEquals(Resp.simple("PONG"), two.input().readReply(1000));
    assertFalse(two.input().isReadable());
  }

  @Test
  void aWatchedConnectionIsReadAsAnyOther() throws IOException {
    assertEquals("PONG", ReplyParser.text(one.ask(PING, 1000)));
    one.input().watch(watch);
    send(one, PING);
    byte[] bytes = new byte[100];

    assertEquals(7, one.input().read(bytes, 0, bytes.length, 1000));
    assertEquals("PONG", ReplyParser.text(one.ask(PING, 1000)));
  }

  @Test
  void aReadThatWaitsForAWatchedConnectionTimesOut() throws IOException {
    assertThrows(SocketTimeoutException.class, () -> one.input().fill(20));
    assertEquals("PONG", ReplyParser.text(one.ask(PING, 1000)));
  }

  @Test
  void theEndOfAConnectionEndsTheWait() throws IOException {
    send(two, LAST);
    awaitInput(two);

    assertThrows(EOFException.class, () -> two.input().fillOrEnd(1000));
  }

  @Test
  void closingAConnectionEndsTheWait() throws IOException {
    two.close();
    awaitInput(two);

    assertThrows(IOException.class, () -> two.input().fill(1000));
  }

  @Test
  void anotherWatchMayTakeOver() throws IOException {
    InputWatch other = new InputWatch();
    one.input().watch(other);
    send(one, PING);
    while (!one.input().isReadable()) {
      other.await(LONG);
    }
    assertArrayEquals(Resp.simple("PONG"), one.input().readReply(1000));
  }

  @Test
  void aCallEndsTheWait() {
    watch.wakeUp();
    long start = System.nanoTime();
    watch.await(LONG);
    assertTrue(System.nanoTime() - start < LONG * 1_000_000);
  }

  @Test
  void anInterruptDoesNotEndTheWaitAndStays() {
    Thread.currentThread().interrupt();
    long start = System.nanoTime();
    watch.await(50);
    assertTrue(System.nanoTime() - start >= 50_000_000);
    assertTrue(Thread.interrupted());
  }
}
