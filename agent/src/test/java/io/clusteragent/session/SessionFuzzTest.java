package io.clusteragent.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.clusteragent.protocol.ReplyFramer;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;

class SessionFuzzTest {
  static final List<String> KEYS = List.of("a", "b", "c", "d", "{a}2");

  private static final List<String> COMMANDS = List.of(
      "GET a",
      "GET b",
      "GET c",
      "SET a 1",
      "SET b 2",
      "INCR c",
      "APPEND d x",
      "STRLEN {a}2",
      "MGET a b c d",
      "MGET a {a}2",
      "MSET a 1 b 2",
      "MSET a 1 b",
      "DEL a b",
      "EXISTS a b c a",
      "TOUCH a b",
      "MSETNX a 1 b 2",
      "PING",
      "ECHO x",
      "DBSIZE",
      "KEYS *",
      "RANDOMKEY",
      "FLUSHALL",
      "SCAN 0",
      "SCAN 0 MATCH {a}* COUNT 5",
      "SCAN 1048577",
      "SCAN 4097",
      "SCAN x",
      "SCAN 18446744073709551615",
      "MULTI",
      "EXEC",
      "DISCARD",
      "WATCH a",
      "UNWATCH",
      "AUTH secret",
      "AUTH user secret",
      "HELLO 3",
      "HELLO 2 AUTH user secret SETNAME x",
      "HELLO",
      "SELECT 0",
      "CLIENT SETNAME x",
      "CLIENT SETINFO LIB-NAME x",
      "CLIENT NO-EVICT ON",
      "CLIENT TRACKING ON",
      "CLIENT TRACKING OFF",
      "CLIENT CACHING YES",
      "CLIENT REPLY OFF",
      "CLIENT REPLY ON",
      "CLIENT REPLY SKIP",
      "CLIENT KILL TYPE normal",
      "CLIENT",
      "READONLY",
      "READWRITE",
      "ASKING",
      "RESET",
      "QUIT",
      "SUBSCRIBE c",
      "UNSUBSCRIBE",
      "UNSUBSCRIBE c",
      "PSUBSCRIBE __key*",
      "PUNSUBSCRIBE",
      "SSUBSCRIBE a",
      "SUNSUBSCRIBE a",
      "SUBSCRIBE __keyevent@0__:set",
      "MONITOR",
      "EVAL x 1 a",
      "EVAL x 0",
      "EVAL x",
      "EVALSHA 11f6ad8ec52a2984abaafd7c3b516503785c2072 1 a",
      "SCRIPT LOAD x",
      "SCRIPT FLUSH",
      "SCRIPT EXISTS x",
      "FUNCTION STATS",
      "FUNCTION LIST",
      "PUBSUB CHANNELS",
      "PUBSUB NUMSUB a",
      "PUBSUB SHARDNUMSUB a",
      "PUBLISH c m",
      "SPUBLISH a m",
      "WAIT 1 1",
      "WAITAOF 1 1 1",
      "BLPOP a 1",
      "BLPOP a",
      "BLMPOP 1 1 a LEFT",
      "BLMPOP",
      "BZMPOP",
      "XREAD BLOCK 10 STREAMS a $",
      "XREAD BLOCK",
      "BRPOPLPUSH a {a}2 1",
      "CONFIG SET x y",
      "SORT a BY b* STORE {a}2",
      "NONSENSE a",
      "CLUSTER INFO",
      "PSYNC ? -1",
      "GET",
      "MGET",
      "SET",
      "SCRIPT",
      "PFCOUNT a b",
      "OBJECT ENCODING a",
      "MEMORY USAGE a");

  private static final long SLACK_MILLIS = 20_000;
  private static final long ALLOCATED = 300_000_000;

  /** Loads classes first: with branch counters, that takes much time and memory. */
  @BeforeAll
  static void sayEverythingOnce() throws IOException {
    for (String command : COMMANDS) {
      try (FuzzedCluster cluster = new FuzzedCluster();
          Application application = cluster.connect(0)) {
        assertThrows(IOException.class, () -> application.send(command).read(1_000_000, 8192));
      }
    }
  }

  /**
   * Whatever nodes reply to well-formed commands, the application reads replies or gets an {@link IOException}.
   *
   * <p>Both happen in time and without much memory. The next application that uses the same nodes gets a correct reply.
   */
  @FuzzTest
  @Timeout(60)
  void itEndsInRepliesOrAnException(FuzzedDataProvider data) throws IOException {
    long start = System.nanoTime();
    long before = allocated();
    try (FuzzedCluster cluster = new FuzzedCluster()) {
      boolean liesAboutTopology = data.consumeBoolean();
      if (!liesAboutTopology) {
        assertCorrectReplies(cluster);
      }
      cluster.replyByFuzzer(data, liesAboutTopology);
      cluster.timeout(data.consumeInt(1, 3));
      int sent = exchange(cluster, data);
      long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
      assertTrue(millis < sent * cluster.deadlineMillis() + SLACK_MILLIS, "took " + millis + " ms");

      cluster.replyByFuzzer(null, false);
      cluster.timeout(1000);
      cluster.updateSlotMap(KEYS);
      assertCorrectReplies(cluster);
    }
    long taken = allocated() - before;
    assertTrue(taken < ALLOCATED, "took " + taken + " bytes");
  }

  private static void assertCorrectReplies(FuzzedCluster cluster) throws IOException {
    try (Application application = cluster.connect(1)) {
      for (String key : KEYS) {
        cluster.store.put(key, "right");
        assertEquals("$5 right", application.call("GET " + key));
      }
    }
  }

  /** Returns the number of commands that the application sent. */
  private static int exchange(FuzzedCluster cluster, FuzzedDataProvider data) {
    int sent = 0;
    try (Application application = cluster.connect(0)) {
      Reader reader =
          new Reader(application.socket.getInputStream(), data.pickValue(new int[] {8192, 16, 1}));
      for (int batch = data.consumeInt(1, 4); batch > 0; batch--) {
        int commands = data.consumeInt(1, 6);
        StringBuilder wire = new StringBuilder();
        for (int i = 0; i < commands; i++) {
          wire.append(command(data));
        }
        sent += commands;
        write(application, Wire.bytes(wire.toString()), data.consumeInt(1, 60));
        for (int i = 0; i < commands; i++) {
          reader.reply();
        }
      }
    } catch (IOException e) {
      // A user of plain Jedis gets this, too: the connection cannot be used any more.
      return sent;
    }
    return sent;
  }

  private static String command(FuzzedDataProvider data) {
    if (data.consumeInt(0, 20) == 20) {
      return Wire.command("SET " + data.pickValue(KEYS) + " " + "v".repeat(9000));
    }
    return Wire.command(data.pickValue(COMMANDS));
  }

  /** A piece size of 60 means one piece. */
  private static void write(Application application, byte[] wire, int piece) throws IOException {
    OutputStream out = application.socket.getOutputStream();
    int size = piece == 60 ? wire.length : piece;
    for (int at = 0; at < wire.length; at += size) {
      out.write(wire, at, Math.min(size, wire.length - at));
    }
    out.flush();
  }

  private static long allocated() {
    return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
        .getCurrentThreadAllocatedBytes();
  }

  /** Reads replies through an array, as Jedis does. */
  private static final class Reader {
    private final InputStream in;
    private final byte[] array;
    private int from;
    private int to;

    Reader(InputStream in, int size) {
      this.in = in;
      this.array = new byte[size];
    }

    void reply() throws IOException {
      ReplyFramer framer = new ReplyFramer();
      framer.begin();
      while (!framer.atEnd()) {
        if (from == to) {
          from = 0;
          to = in.read(array, 0, array.length);
          if (to < 0) {
            throw new EOFException();
          }
        }
        from = framer.feed(array, from, to);
      }
    }
  }
}
