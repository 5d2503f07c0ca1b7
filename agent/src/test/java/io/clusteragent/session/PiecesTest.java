package io.clusteragent.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clusteragent.session.state.RequestLog;
import java.io.IOException;
import java.io.OutputStream;
import java.net.SocketException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The application writes and reads its bytes in pieces of any size. */
class PiecesTest {
  private FakeCluster cluster;
  private Application application;

  @BeforeEach
  void start() {
    cluster = new FakeCluster(3);
    application = cluster.connect(cluster.nodes.get(0));
  }

  @AfterEach
  void stop() throws IOException {
    application.close();
    cluster.close();
  }

  @Test
  void writesMayBeSplitAtEveryByte() throws IOException {
    String wire = Wire.commands("SET a 1", "INCR a", "GET b", "MGET a b c", "PING", "INCR a");
    String first = "+OK\r\n:2\r\n$-1\r\n*3\r\n$1\r\n2\r\n$-1\r\n$-1\r\n+PONG\r\n:3\r\n";
    for (int cut = 0; cut <= wire.length(); cut++) {
      OutputStream out = application.socket.getOutputStream();
      out.write(Wire.bytes(wire), 0, cut);
      out.write(Wire.bytes(wire), cut, wire.length() - cut);
      out.flush();
      assertEquals(first, application.read(first.length(), 100), "cut at " + cut);
    }
  }

  @Test
  void writesMayBeSplitTwiceInsideTheHeaderOfALongCommand() throws IOException {
    String before = Wire.commands("SET a 1", "SET b 1");
    String value = "v".repeat(20_000);
    String cutUp = Wire.command("SET c " + value);
    String behind = Wire.commands("GET c", "STRLEN c");
    String expected = "+OK\r\n+OK\r\n+OK\r\n" + Wire.bulk(value) + ":20000\r\n";
    for (int cut = 1; cut < 40; cut++) {
      for (int next = cut + 1; next < 40; next += 7) {
        OutputStream out = application.socket.getOutputStream();
        byte[] bytes = Wire.bytes(before + cutUp + behind);
        int at = before.length();
        out.write(bytes, 0, at + cut);
        out.write(bytes, at + cut, next - cut);
        out.write(bytes, at + next, bytes.length - at - next);
        out.flush();
        assertEquals(
            expected, application.read(expected.length(), 8192), "cut at " + cut + " and " + next);
      }
    }
  }

  @Test
  void writesMayArriveByteByByte() throws IOException {
    for (byte b : Wire.bytes(
        Wire.commands("SET a 1", "MSET b 2 c 3", "MULTI", "INCR a", "EXEC", "MGET c b a"))) {
      application.socket.getOutputStream().write(b);
    }
    application.socket.getOutputStream().flush();

    assertEquals("+OK", application.reply());
    assertEquals("+OK", application.reply());
    assertEquals("+OK", application.reply());
    assertEquals("+QUEUED", application.reply());
    assertEquals("*1 :2", application.reply());
    assertEquals("*3 $1 3 $1 2 $1 2", application.reply());
  }

  @Test
  void repliesMayBeReadWithArraysOfEverySize() throws IOException {
    application.call("SET a " + "x".repeat(100));
    String one = Wire.bulk("x".repeat(100));
    String expected = one + "$-1\r\n" + "*3\r\n$-1\r\n" + one + "$-1\r\n" + "+PONG\r\n" + one;
    for (int size = 1; size <= expected.length() + 1; size++) {
      application.send("GET a", "GET b", "MGET b a c", "PING", "GET a");
      assertEquals(expected, application.read(expected.length(), size), "arrays of " + size);
      application.send("GET a");
      assertEquals(one, application.read(one.length(), size), "arrays of " + size);
    }
  }

  @Test
  void largeValuesAreStreamedInOddPieces() throws IOException {
    String value = "0123456789abcde".repeat(300_000);
    byte[] wire = Wire.bytes(
        Wire.commands("SET b 1", "SET a " + value, "GET b", "SET c " + value, "GET a", "GET c"));
    String expected = "+OK\r\n+OK\r\n$1\r\n1\r\n+OK\r\n" + Wire.bulk(value) + Wire.bulk(value);
    write(wire);

    assertEquals(expected, application.read(expected.length(), 7919));
    cluster.assertAllReleased();
  }

  private void write(byte[] wire) throws IOException {
    OutputStream out = application.socket.getOutputStream();
    int piece = 1;
    for (int at = 0; at < wire.length; at += piece) {
      piece = piece * 3 % 10_007 + 1;
      out.write(wire, at, Math.min(piece, wire.length - at));
    }
    out.flush();
  }

  @Test
  void aLargeValueReachesItsNodeBeforeItsEndIsWritten() throws IOException {
    application.call("GET a");
    byte[] wire = Wire.bytes(Wire.command("SET a " + "v".repeat(500_000)));
    OutputStream out = application.socket.getOutputStream();
    out.write(wire, 0, 250_000);
    int sentOfOne = writesTo("a");
    for (int at = 250_000; at < wire.length; at += 50_000) {
      out.write(wire, at, Math.min(50_000, wire.length - at));
    }
    int sentOfSeveral = writesTo("a");
    out.flush();

    assertTrue(sentOfOne >= 2, "GET and a part of SET: " + sentOfOne);
    assertTrue(sentOfSeveral > sentOfOne, "more of SET: " + sentOfSeveral);
    assertEquals("+OK", application.reply());
    assertEquals(":500000", application.call("STRLEN a"));
  }

  /** Jedis writes them in three pieces. A server that receives them separately wakes up three times. */
  @Test
  void aLargeValueIsSentInOneWriteWithItsHeaderAndLineEnd() throws IOException {
    application.call("GET a");
    String value = "v".repeat(100_000);
    byte[] wire = Wire.bytes(Wire.command("SET a " + value));
    int body = wire.length - 2 - value.length();
    OutputStream out = application.socket.getOutputStream();
    out.write(wire, 0, body);
    out.write(wire, body, value.length());
    out.write(wire, wire.length - 2, 2);
    out.flush();

    assertEquals("+OK", application.reply());
    assertEquals(2, writesTo("a"), "GET, and all of SET");
    assertEquals(":100000", application.call("STRLEN a"));
  }

  /** This holds also for a command that outgrows the log of commands to resend while a part of it is held back. */
  @Test
  void aCommandTooLargeToKeepReachesItsNode() throws IOException {
    application.call("GET a");
    String fill = "f".repeat(RequestLog.LIMIT - 100_000);
    String value = "v".repeat(60_000);
    OutputStream out = application.socket.getOutputStream();
    out.write(Wire.bytes(Wire.command("SET a " + fill)));
    byte[] wire = Wire.bytes(Wire.command("SET b " + value + " " + value + " " + value));
    for (int at = 0; at < wire.length; at += 8192) {
      out.write(wire, at, Math.min(8192, wire.length - at));
    }
    out.flush();

    assertEquals("+OK", application.reply());
    assertEquals("+OK", application.reply());
    assertEquals(":60000", application.call("STRLEN b"));
  }

  private int writesTo(String key) {
    return cluster.writesTo(cluster.owner(key)).size();
  }

  @Test
  void bytesThatAreNoCommandAreRefusedAtOnce() {
    String message =
        assertThrows(IOException.class, () -> application.write("PING\r\n")).getMessage();
    assertEquals("a command starts with the byte 80 instead of '*'", message);
  }

  @Test
  void theEntryConnectionsSocketProvidesAddressesAndOptions() throws SocketException {
    assertEquals(cluster.nodes.get(0).address().port(), application.socket.getPort());
    assertEquals(2000, application.socket.getSoTimeout());
    application.socket.setSoTimeout(77);
    assertEquals(77, application.socket.getSoTimeout());
    assertTrue(application.socket.isConnected());
  }
}
