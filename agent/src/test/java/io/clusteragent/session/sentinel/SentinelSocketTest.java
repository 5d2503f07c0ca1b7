package io.clusteragent.session.sentinel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clusteragent.cluster.address.NodeAddress;
import io.clusteragent.protocol.ReplyParser;
import io.clusteragent.session.Wire;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The application talks to a Sentinel that exists in its JVM only. */
class SentinelSocketTest {
  private final FakeMaster master = new FakeMaster();
  private Socket socket;

  @BeforeEach
  void connect() throws IOException {
    socket = new SentinelSocket(new NodeAddress("sentinel1", 26379), master, 2000);
  }

  @AfterEach
  void close() throws IOException {
    socket.close();
    assertEquals(0, master.subscribers.size());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"SENTINEL GET-MASTER-ADDR-BY-NAME a", "sentinel get-master-addr-by-name b"})
  void theMasterOfAnyNameIsAnswered(String command) throws IOException {
    assertEquals("[node1, 7000]", call(command));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "PING                        | PONG",
        "PING hello                  | hello",
        "AUTH secret                 | OK",
        "AUTH user secret            | OK",
        "CLIENT SETNAME service      | OK",
        "CLIENT SETINFO LIB-NAME x   | OK",
        "CLIENT GETNAME              | null",
        "ROLE                        | [sentinel, [mymaster]]",
        "SENTINEL CKQUORUM mymaster  | OK",
        "SENTINEL MYID               | 0000000000000000000000000000000000000001",
        "RESET                       | RESET",
        "QUIT                        | OK",
        "UNSUBSCRIBE                 | [unsubscribe, null, 0]",
        "HELLO 4                     | NOPROTO unsupported protocol version",
        "SENTINEL                    | ERR wrong number of arguments for 'SENTINEL' command",
        "SENTINEL MASTER             | ERR wrong number of arguments for 'SENTINEL MASTER' command",
        "SUBSCRIBE                   | ERR wrong number of arguments for 'SUBSCRIBE' command",
      })
  void questionsAreAnsweredAsASentinelDoes(String command, String reply) throws IOException {
    assertEquals(reply, call(command));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"GET", "SENTINEL FAILOVER", "SENTINEL SET", "CLIENT KILL", "PUBLISH", "SELECT"})
  void whatASentinelDoesNotDoIsRefusedWithoutTheArguments(String command) throws IOException {
    assertEquals(
        "ERR cluster-agent answers this connection in place of a Sentinel, and has no answer to "
            + command,
        call(command + " secret"));
  }

  @Test
  void aNameThatNoServerHasCannotBreakTheReply() throws IOException {
    String reply = call("\u0001x\r\n+OK" + "y".repeat(100));
    assertTrue(reply.endsWith("no answer to ?X??+OK" + "Y".repeat(25)), reply);
    assertEquals("PONG", call("PING"));
  }

  @Test
  void mastersReplicasAndSentinelsAreReported() throws IOException {
    assertTrue(call("SENTINEL MASTER legacy").startsWith("[name, legacy, ip, node1, port, 7000,"));
    assertTrue(call("SENTINEL MASTERS").startsWith("[[name, legacy, ip, node1, port, 7000,"));
    String replicas = call("SENTINEL REPLICAS legacy");
    assertEquals(replicas, call("SENTINEL SLAVES legacy"));
    assertTrue(replicas.contains("node2:7001, ip, node2, port, 7001"), replicas);
    assertTrue(replicas.contains("flags, s_down,slave,disconnected"), replicas);
    assertTrue(replicas.contains("master-host, node1, master-port, 7000"), replicas);
    assertTrue(
        call("SENTINEL SENTINELS legacy").startsWith("[[name, sentinel2:26379, ip, sentinel2,"));
    assertTrue(call("INFO").contains("master0:name=legacy,status=ok,address=node1:7000,slaves=2"));
    assertEquals("[sentinel, [legacy]]", call("ROLE"));
  }

  @Test
  void theNameOfAClientIsKept() throws IOException {
    call("CLIENT SETNAME service");
    assertEquals("service", call("CLIENT GETNAME"));
    call("HELLO 3 AUTH default secret SETNAME other");
    assertEquals("other", call("CLIENT GETNAME"));
  }

  @Test
  void inResp3MapsArePairsAndEventsArePushes() throws IOException {
    socket.getOutputStream().write(Wire.bytes(Wire.commands("HELLO 3")));
    byte[] reply = new byte[socket.getInputStream().available()];
    assertEquals(reply.length, socket.getInputStream().read(reply));
    assertTrue(Wire.text(reply).startsWith("%6\r\n$6\r\nserver\r\n"), Wire.text(reply));
    socket.getOutputStream().write(Wire.bytes(Wire.commands("SUBSCRIBE +switch-master")));
    byte[] confirmation = new byte[100];
    int length = socket.getInputStream().read(confirmation);
    assertEquals(
        ">3 $9 subscribe $14 +switch-master :1",
        Wire.oneLine(Wire.text(confirmation).substring(0, length)));
    assertEquals("[node1, 7000]", call("SENTINEL GET-MASTER-ADDR-BY-NAME a"));
  }

  @Test
  void whenNoNodeAnswersTheReplyIsAnErrorOnOneLine() throws IOException {
    master.lose();
    assertEquals("ERR no node  answers", call("SENTINEL GET-MASTER-ADDR-BY-NAME a"));
    assertEquals("ERR no node  answers", call("SENTINEL MASTERS"));
    assertEquals("[subscribe, +switch-master, 1]", call("SUBSCRIBE +switch-master"));
    socket.setSoTimeout(1);
    assertThrows(SocketTimeoutException.class, this::reply);
  }

  @Test
  void aSubscriberHearsOfANewMasterUnderEachName() throws IOException {
    call("SENTINEL GET-MASTER-ADDR-BY-NAME legacy");
    assertEquals("[subscribe, +switch-master, 1]", call("SUBSCRIBE +switch-master"));
    master.moveTo("node2", 7001);
    assertEquals(
        "[message, +switch-master, legacy node1 7000 node2 7001]", String.valueOf(reply()));
    master.moveTo("node3", 7002);
    assertEquals(
        "[message, +switch-master, legacy node2 7001 node3 7002]", String.valueOf(reply()));
  }

  @ParameterizedTest
  @CsvSource({
    "*, true",
    "+switch-*, true",
    "+sw?tch-master, true",
    "\\+*r, true",
    "-*, false",
    "+s, false"
  })
  void aSubscriberOfAPatternHearsOfANewMaster(String pattern, boolean hears) throws IOException {
    call("SENTINEL GET-MASTER-ADDR-BY-NAME legacy");
    assertEquals("[psubscribe, " + pattern + ", 1]", call("PSUBSCRIBE " + pattern));
    master.moveTo("node2", 7001);
    if (hears) {
      assertEquals(
          "[pmessage, " + pattern + ", +switch-master, legacy node1 7000 node2 7001]",
          String.valueOf(reply()));
    } else {
      socket.setSoTimeout(1);
      assertThrows(SocketTimeoutException.class, this::reply);
    }
  }

  @Test
  void aMasterThatMovedBeforeTheSubscriptionIsAnnounced() throws IOException {
    call("SENTINEL GET-MASTER-ADDR-BY-NAME legacy");
    master.moveTo("node2", 7001);
    call("SUBSCRIBE +switch-master");
    assertEquals(
        "[message, +switch-master, legacy node1 7000 node2 7001]", String.valueOf(reply()));
  }

  @Test
  void anotherConnectionCanHaveAskedForTheMaster() throws IOException {
    try (Socket pool = new SentinelSocket(new NodeAddress("sentinel2", 26379), master, 2000)) {
      pool.getOutputStream()
          .write(Wire.bytes(Wire.commands("SENTINEL GET-MASTER-ADDR-BY-NAME legacy")));
    }
    call("SUBSCRIBE +switch-master");
    master.moveTo("node2", 7001);
    assertEquals(
        "[message, +switch-master, legacy node1 7000 node2 7001]", String.valueOf(reply()));
  }

  @Test
  void aSubscriberOfResp2MaySendFewCommands() throws IOException {
    call("SUBSCRIBE a b");
    assertEquals("[subscribe, b, 2]", String.valueOf(reply()));
    assertEquals("[pong, ]", call("PING"));
    assertTrue(call("ROLE").startsWith("ERR Can't execute 'ROLE'"));
    assertEquals("[unsubscribe, a, 1]", call("UNSUBSCRIBE a"));
    assertEquals("[unsubscribe, b, 0]", call("UNSUBSCRIBE"));
    assertEquals("[sentinel, [mymaster]]", call("ROLE"));
    assertEquals(0, master.subscribers.size());
  }

  @Test
  void aReadEndsWithItsTimeout() throws IOException {
    socket.setSoTimeout(1);
    assertThrows(SocketTimeoutException.class, this::reply);
    socket.setSoTimeout(2000);
    assertEquals("PONG", call("PING"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void closingEndsARead(boolean subscribed) throws Exception {
    socket.setSoTimeout(0);
    if (subscribed) {
      call("SUBSCRIBE +switch-master");
    }
    CompletableFuture<Object> read = CompletableFuture.supplyAsync(this::replyOrFailure);
    socket.close();
    assertEquals(SocketException.class, read.get(20, TimeUnit.SECONDS).getClass());
    assertTrue(socket.isClosed());
    assertThrows(SocketException.class, () -> call("PING"));
    assertThrows(SocketException.class, () -> socket.getInputStream());
  }

  @Test
  void anotherThreadCanEndTheSubscription() throws Exception {
    socket.setSoTimeout(0);
    call("SUBSCRIBE +switch-master");
    CompletableFuture<Object> read = CompletableFuture.supplyAsync(this::replyOrFailure);
    socket.getOutputStream().write(Wire.bytes(Wire.commands("UNSUBSCRIBE")));
    assertEquals(
        "[unsubscribe, +switch-master, 0]", read.get(20, TimeUnit.SECONDS).toString());
  }

  @Test
  void anInterruptDoesNotEndARead() throws InterruptedException, ExecutionException {
    CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    Thread reader = new Thread(() -> {
      replyOrFailure();
      interrupted.complete(Thread.currentThread().isInterrupted());
    });
    reader.start();
    reader.interrupt();
    assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
      socket.getOutputStream().write(Wire.bytes(Wire.commands("PING")));
      assertTrue(interrupted.get());
    });
  }

  @Test
  void quitEndsTheStreamBehindItsReply() throws IOException {
    assertEquals("OK", call("QUIT"));
    assertThrows(EOFException.class, this::reply);
    assertThrows(SocketException.class, () -> call("PING"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET a\r\n", "*0\r\n", "*1\r\n:1\r\n", "*1\r\n$x\r\n"})
  void whatIsNoCommandEndsTheStream(String wire) throws IOException {
    socket.getOutputStream().write(Wire.bytes(wire));
    assertTrue(String.valueOf(reply()).startsWith("ERR Protocol error: "));
    assertThrows(EOFException.class, this::reply);
  }

  @Test
  void anEndlessCommandEndsTheStream() throws IOException {
    byte[] piece = new byte[8192];
    socket.getOutputStream().write(Wire.bytes("*2\r\n$3\r\nGET\r\n$99999999\r\n"));
    for (int i = 0; i < 128; i++) {
      socket.getOutputStream().write(piece);
    }
    assertEquals(
        "ERR Protocol error: a command to a Sentinel is longer than 1048576 bytes",
        String.valueOf(reply()));
  }

  @Test
  void theSocketLooksConnected() throws IOException {
    assertTrue(socket.isConnected());
    assertTrue(socket.isBound());
    assertFalse(socket.isClosed());
    assertFalse(socket.isInputShutdown());
    assertEquals(26379, socket.getPort());
    assertTrue(socket.getRemoteSocketAddress().toString().contains("sentinel1"));
    socket.setKeepAlive(true);
    socket.setTcpNoDelay(true);
  }

  private String call(String command) throws IOException {
    socket.getOutputStream().write(Wire.bytes(Wire.commands(command)));
    return String.valueOf(reply());
  }

  private Object replyOrFailure() {
    try {
      return reply();
    } catch (IOException e) {
      return e;
    }
  }

  private Object reply() throws IOException {
    return shown(new ReplyParser(socket.getInputStream()).parse());
  }

  private static Object shown(Object reply) {
    if (reply instanceof List<?> list) {
      return list.stream().map(SentinelSocketTest::shown).collect(Collectors.toList());
    }
    return reply instanceof byte[] ? ReplyParser.text(reply) : reply;
  }
}
