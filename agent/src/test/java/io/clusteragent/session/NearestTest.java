package io.clusteragent.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clusteragent.cluster.connection.Dialer;
import io.clusteragent.config.Configuration;
import io.clusteragent.session.entry.EndpointRegistry;
import java.io.IOException;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Reads with {@code readFrom=nearest}: a master and its replica, one of them with slower replies. */
class NearestTest {
  private static final int FAR_MILLIS = 20;

  private final FakeStore store = new FakeStore();
  private final EndpointRegistry endpoints =
      new EndpointRegistry(Configuration.of("readFrom=nearest", new Properties(), Map.of()));
  private FakeNode master;
  private FakeNode replica;

  @BeforeEach
  void start() {
    master = new FakeNode(store, Conversation.ALL_KEYS, this::slots);
    replica = new FakeNode(store, Conversation.ALL_KEYS, this::slots);
  }

  @AfterEach
  void stop() {
    master.close();
    replica.close();
  }

  @Test
  void aReplicaNearerThanItsMasterServesReads() throws IOException {
    master.delayReplies(FAR_MILLIS);
    try (Application application = connect()) {
      application.call("SET a 1");
      awaitReadsAt(application, replica);
      master.reset();
      assertEquals("$1 1", application.call("GET a"));
      assertEquals("+OK", application.call("SET a 2"));
      assertTrue(master.received().contains("SET a 2"), () -> "writes belong to the master");
    }
  }

  @Test
  void aMasterNearerThanItsReplicaServesReads() throws IOException {
    replica.delayReplies(FAR_MILLIS);
    try (Application application = connect()) {
      application.call("SET a 1");
      replica.await("PING");
      awaitReadsAt(application, master);
      replica.reset();
      for (int i = 0; i < 20; i++) {
        assertEquals("$1 1", application.call("GET a"));
      }
      assertEquals(List.of(), reads(replica));
    }
  }

  @Test
  void anotherNodeServesReadsWhenTheNearestIsGone() throws IOException {
    master.delayReplies(FAR_MILLIS);
    try (Application application = connect()) {
      application.call("SET a 1");
      awaitReadsAt(application, replica);
      replica.stop();
      assertEquals("$1 1", application.call("GET a"));
      replica.start();
    }
  }

  private static void awaitReadsAt(Application application, FakeNode node) {
    Await.until("reads go to the nearest", () -> {
      node.reset();
      try {
        application.call("GET a");
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
      return !reads(node).isEmpty();
    });
  }

  private static List<String> reads(FakeNode node) {
    return node.received().stream().filter(command -> command.startsWith("GET")).toList();
  }

  private Application connect() throws IOException {
    Dialer dialer = address -> {
      Socket socket = new Socket(address.host(), address.port());
      socket.setSoTimeout(2000);
      return socket;
    };
    return new Application(
        endpoints.virtual(dialer.dial(master.address()), master.address(), dialer));
  }

  /** The master owns all slots. */
  private String slots() {
    return Wire.array(List.of(Wire.array(
        List.of(Wire.integer(0), Wire.integer(16383), member(master), member(replica)))));
  }

  private static String member(FakeNode node) {
    return Wire.array(List.of(
        Wire.bulk(node.address().host()),
        Wire.integer(node.address().port()),
        Wire.bulk("node" + node.address().port())));
  }
}
