package io.clusteragent.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.clusteragent.TestPorts;
import io.clusteragent.cluster.address.NodeAddress;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a subscriber sees when its connection ends: nothing when its node is lost, and what plain Jedis sees when a living node
 * cuts it off.
 */
class SubscriberLossTest extends ThreeNodes {

  // ---- commands under way when the node is lost

  @Test
  void aSubscriptionUnderWayIsConfirmedByTheNextNode() throws Exception {
    application.call("SUBSCRIBE x");
    loseFirstWith("SUBSCRIBE y");

    assertEquals("*3 $9 subscribe $1 y :2", later());
    assertEquals("*3 $11 unsubscribe $1 x :1", application.call("UNSUBSCRIBE x"));
  }

  @Test
  void anUnsubscriptionUnderWayIsConfirmedByTheNextNode() throws Exception {
    application.call("SUBSCRIBE x y");
    application.reply();
    loseFirstWith("UNSUBSCRIBE x");

    assertEquals("*3 $11 unsubscribe $1 x :1", later());
  }

  @Test
  void theLastUnsubscriptionEndsTheSubscriptionAlsoWhenItsNodeIsLost() throws Exception {
    application.call("SUBSCRIBE x");
    loseFirstWith("UNSUBSCRIBE");

    assertEquals("*3 $11 unsubscribe $1 x :0", later());
    assertEquals("+OK", application.call("SET a 1"));
  }

  @Test
  void whatIsLeftOfACommandIsConfirmedByTheNextNode() throws Exception {
    application.call("PSUBSCRIBE p*");
    first.replyTo("SUBSCRIBE", "*3\r\n$9\r\nsubscribe\r\n$1\r\nx\r\n:2");
    assertEquals("*3 $9 subscribe $1 x :2", application.call("SUBSCRIBE x y z"));
    first.stop();

    assertEquals("*3 $9 subscribe $1 y :3", later());
    assertEquals("*3 $9 subscribe $1 z :4", later());
  }

  @Test
  void whatIsLeftOfAnUnsubscriptionOfAllIsConfirmedByTheNextNode() throws Exception {
    application.call("SUBSCRIBE x y z");
    application.reply();
    application.reply();
    first.replyTo("UNSUBSCRIBE", "*3\r\n$11\r\nunsubscribe\r\n$1\r\ny\r\n:2");
    assertEquals("*3 $11 unsubscribe $1 y :2", application.call("UNSUBSCRIBE"));
    first.stop();

    assertEquals("*3 $11 unsubscribe $1 x :1", later());
    assertEquals("*3 $11 unsubscribe $1 z :0", later());
  }

  @Test
  void severalCommandsUnderWayAreConfirmedInTheirOrder() throws Exception {
    application.call("SUBSCRIBE x");
    first
        .noReplyTo("PSUBSCRIBE")
        .noReplyTo("SUBSCRIBE")
        .noReplyTo("UNSUBSCRIBE")
        .noReplyTo("PING");
    application.send("PSUBSCRIBE p", "SUBSCRIBE y", "UNSUBSCRIBE x", "PING");
    first.await("PING");
    first.stop();

    assertEquals("*3 $10 psubscribe $1 p :2", later());
    assertEquals("*3 $9 subscribe $1 y :3", later());
    assertEquals("*3 $11 unsubscribe $1 x :2", later());
    assertEquals("+PONG", later());
  }

  @Test
  void aRefusedSubscriptionIsNotRepeatedElsewhere() throws Exception {
    application.call("SUBSCRIBE x");
    first.replyTo("SUBSCRIBE secret", "-NOPERM no permissions to access the channel");
    assertEquals(
        "-NOPERM no permissions to access the channel", application.call("SUBSCRIBE secret"));
    first.stop();

    assertContinues("x");
    assertFalse(second.received().contains("SUBSCRIBE x secret")
        || third.received().contains("SUBSCRIBE x secret"));
  }

  @Test
  void messagesBetweenConfirmationsArrive() throws Exception {
    application.call("SUBSCRIBE x");
    first.noReplyTo("SUBSCRIBE");
    application.send("SUBSCRIBE y");
    first.await("SUBSCRIBE y");
    first.push(message("x", "1") + message("x", "2"));

    assertEquals("*3 $7 message $1 x $1 1", later());
    assertEquals("*3 $7 message $1 x $1 2", later());
    first.push("*3\r\n$9\r\nsubscribe\r\n$1\r\ny\r\n:2\r\n" + message("y", "3"));
    assertEquals("*3 $9 subscribe $1 y :2", later());
    assertEquals("*3 $7 message $1 y $1 3", later());
  }

  // ---- a living node cuts the subscriber off

  @Test
  void aSubscriberWhomALivingNodeCutsOffSeesTheEnd() throws IOException {
    application.call("SUBSCRIBE x");
    first.closeConnections();

    assertThrows(EOFException.class, () -> fail("the reply is " + application.reply()));
    assertEquals(List.of(), received("SUBSCRIBE", second, third));
  }

  @Test
  void aSubscriberOfShardedChannelsWhomALivingNodeCutsOffSeesTheEnd() throws IOException {
    application.call("SSUBSCRIBE a");
    third.reset();
    third.closeConnections();

    assertThrows(EOFException.class, () -> fail("the reply is " + application.reply()));
    assertEquals(List.of(), received("SSUBSCRIBE", first, second, third));
  }

  @ParameterizedTest
  @ValueSource(strings = {"PSUBSCRIBE __keyspace@0__:*", "MONITOR"})
  void aReaderOfEventsWhomOneLivingMasterCutsOffSeesTheEnd(String command) throws Exception {
    application.call(command);
    application.timeout(2000);
    CompletableFuture<String> next = CompletableFuture.supplyAsync(this::uncheckedReply);
    Await.until("events of others are wanted", () -> !received(command, third).isEmpty());
    third.reset();
    third.closeConnections();

    Throwable end = next.handle((reply, failure) -> failure).get(10, TimeUnit.SECONDS);
    assertTrue(end != null && end.getCause().getCause() instanceof EOFException, "" + end);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-NOPERM no permissions", "-BUSY a script runs", "-ERR no"})
  void aMasterThatRefusesToSendItsEventsEndsNothing(String refusal) throws Exception {
    String command = "PSUBSCRIBE __keyspace@0__:*";
    application.call(command);
    application.timeout(20_000);
    third.replyTo("PSUBSCRIBE", refusal);
    CompletableFuture<String> next = CompletableFuture.supplyAsync(this::uncheckedReply);
    for (FakeNode other : List.of(second, third)) {
      Await.until("events of others are wanted", () -> !received(command, other).isEmpty());
    }
    if (!refusal.startsWith("-NOPERM")) {
      Await.until("it is asked again", () -> received(command, third).size() > 1);
    }
    second.push(Wire.array(List.of(
        Wire.bulk("pmessage"),
        Wire.bulk("__keyspace@0__:*"),
        Wire.bulk("__keyspace@0__:c"),
        Wire.bulk("set"))));

    String event = "*4 $8 pmessage $16 __keyspace@0__:* $16 __keyspace@0__:c $3 set";
    assertEquals(event, next.get(10, TimeUnit.SECONDS));
  }

  @Test
  void aNodeThatAcceptsAConnectionAndSaysNothingIsLost() throws Exception {
    application.call("SUBSCRIBE x");
    first.hang();
    first.closeConnections();

    assertContinues("x");
  }

  @Test
  void anotherNodeAtTheAddressIsNoSignOfLife() throws Exception {
    application.call("SUBSCRIBE x");
    first.id("anotherNode");
    first.closeConnections();

    assertContinues("x");
  }

  @Test
  void aNodeThatLoadsItsDataHasBeenRestarted() throws Exception {
    application.call("SUBSCRIBE x");
    first.replyToMyId("-LOADING Redis is loading the dataset in memory\r\n");
    first.closeConnections();

    assertContinues("x");
  }

  // ---- an address that belongs to no node

  @ParameterizedTest
  @CsvSource({"SUBSCRIBE x, 1", "PSUBSCRIBE __keyspace@0__:*, 3", "MONITOR, 3"})
  void behindABalancerAStreamStartsOnANode(String command, int connections) throws Exception {
    try (Balancer balancer = new Balancer(first);
        Application behind = balancer.connect(cluster)) {
      behind.call("SET a 1");
      behind.call(command);
      behind.timeout(300);
      assertThrows(SocketTimeoutException.class, behind::reply);

      assertEquals(connections, received(command, first, second, third).size());
      balancer.stop(); // the stream does not depend on it
      assertThrows(SocketTimeoutException.class, behind::reply);
    }
  }

  /** Forwards connections to one node, at an address of its own. */
  private static final class Balancer implements AutoCloseable {
    private final ServerSocket listener = TestPorts.listen();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final NodeAddress target;

    Balancer(FakeNode node) throws IOException {
      target = node.address();
      start(() -> {
        while (true) {
          Socket client = listener.accept();
          Socket server = new Socket(target.host(), target.port());
          sockets.addAll(List.of(client, server));
          start(() -> client.getInputStream().transferTo(server.getOutputStream()));
          start(() -> server.getInputStream().transferTo(client.getOutputStream()));
        }
      });
    }

    private interface Work {
      void run() throws IOException;
    }

    private static void start(Work work) {
      Thread thread = new Thread(() -> {
        try {
          work.run();
        } catch (IOException e) {
          // One end has closed.
        }
      });
      thread.setDaemon(true);
      thread.start();
    }

    Application connect(FakeCluster cluster) throws IOException {
      NodeAddress address =
          new NodeAddress(listener.getInetAddress().getHostAddress(), listener.getLocalPort());
      Socket socket = new Socket(address.host(), address.port());
      socket.setSoTimeout(2000);
      return new Application(cluster.endpoints.virtual(socket, address, cluster.dialer()));
    }

    @Override
    public void close() throws IOException {
      stop();
    }

    void stop() throws IOException {
      listener.close();
      for (Socket socket : sockets) {
        socket.close();
      }
    }
  }

  // ---- in short

  /** The first node gets a command, does not answer it, and is gone. */
  private void loseFirstWith(String command) throws IOException {
    first.noReplyTo(command);
    application.send(command);
    first.await(command);
    first.stop();
  }

  private String later() throws Exception {
    return CompletableFuture.supplyAsync(this::uncheckedReply).get(10, TimeUnit.SECONDS);
  }

  private String uncheckedReply() {
    try {
      return application.reply();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void assertContinues(String channel) throws Exception {
    CompletableFuture<String> next = CompletableFuture.supplyAsync(this::uncheckedReply);
    Await.until("another node has the channel", () -> List.of(second, third).stream()
        .flatMap(node -> node.conversations().stream())
        .anyMatch(conversation -> conversation.isSubscribedTo(channel)));
    second.push(message(channel, "1"));
    third.push(message(channel, "1"));
    assertEquals("*3 $7 message $1 " + channel + " $1 1", next.get(10, TimeUnit.SECONDS));
  }

  private static String message(String channel, String text) {
    return Wire.array(List.of(Wire.bulk("message"), Wire.bulk(channel), Wire.bulk(text)));
  }

  private static List<String> received(String start, FakeNode... nodes) {
    List<String> found = new ArrayList<>();
    for (FakeNode node : nodes) {
      node.received().stream().filter(command -> command.startsWith(start)).forEach(found::add);
    }
    return found;
  }
}
