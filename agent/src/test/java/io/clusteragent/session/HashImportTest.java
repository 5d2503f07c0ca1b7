package io.clusteragent.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A field set of HIMPORT lives on one connection: the session prepares it on each node connection that needs it. */
class HashImportTest extends ThreeNodes {
  private static final String PREPARE = "HIMPORT PREPARE person name city";

  private static List<String> handshakeOf(FakeNode node) {
    return node.conversations().get(0).handshake();
  }

  @Test
  void theFirstSetOnEachNodeFindsTheFieldSet() throws IOException {
    assertEquals("+OK", application.call(PREPARE));
    assertEquals("+OK", application.call("HIMPORT SET a person Ada London"));
    assertEquals("+OK", application.call("HIMPORT SET b person Grace NewYork"));
    assertEquals("+OK", application.call("HIMPORT SET c person Alan Wilmslow"));
    assertEquals(List.of(PREPARE), handshakeOf(second));
    assertEquals(List.of(PREPARE), handshakeOf(third));
    cluster.assertAllReleased();
  }

  @Test
  void aPipelineThatBeginsWithItsFieldSetFindsItOnAllNodes() throws IOException {
    application.send(
        PREPARE,
        "HIMPORT SET a person Ada London",
        "HIMPORT SET b person Grace NewYork",
        "HIMPORT SET c person Alan Wilmslow");
    for (int i = 0; i < 4; i++) {
      assertEquals("+OK", application.reply());
    }
  }

  @Test
  void aTransactionOnAnotherNodeFindsTheFieldSet() throws IOException {
    application.call(PREPARE);
    application.send("MULTI", "HIMPORT SET a person Ada London", "EXEC");
    assertEquals("+OK", application.reply());
    assertEquals("+QUEUED", application.reply());
    assertEquals("*1 +OK", application.reply());
  }

  /** The node would prepare it on a connection that other sessions use later. */
  @Test
  void aFieldSetInATransactionIsRefused() throws IOException {
    application.call("MULTI");
    String refusal = application.call(PREPARE);
    assertTrue(refusal.startsWith("-ERR HIMPORT|PREPARE changes the connections"), refusal);
    assertTrue(application.call("EXEC").startsWith("-EXECABORT"));
  }

  @Test
  void aNewFieldSetOfTheSameNameReplacesTheOld() throws IOException {
    application.call("HIMPORT PREPARE person name");
    application.call(PREPARE);
    assertEquals("+OK", application.call("HIMPORT SET a person Ada London"));
    assertEquals(List.of(PREPARE), handshakeOf(third));
  }

  @Test
  void aDiscardedFieldSetIsNotPreparedAnyMore() throws IOException {
    application.call(PREPARE);
    application.call("HIMPORT PREPARE order id total");
    assertEquals(":1", application.call("HIMPORT DISCARD person"));
    assertEquals("-ERR no such fieldset", application.call("HIMPORT SET a person Ada London"));
    assertEquals("+OK", application.call("HIMPORT SET a order 1 2"));
    assertEquals(List.of("HIMPORT PREPARE order id total"), handshakeOf(third));
    assertEquals(":1", application.call("HIMPORT DISCARDALL"));
    assertEquals("-ERR no such fieldset", application.call("HIMPORT SET a order 1 2"));
  }

  @Test
  void resetForgetsAllFieldSets() throws IOException {
    application.call(PREPARE);
    application.call("RESET");
    assertEquals("-ERR no such fieldset", application.call("HIMPORT SET a person Ada London"));
  }

  @Test
  void aRefusedFieldSetIsNotPrepared() throws IOException {
    first.replyTo("HIMPORT PREPARE", "-ERR duplicate field name");
    assertEquals("-ERR duplicate field name", application.call("HIMPORT PREPARE person name name"));
    assertEquals("+OK", application.call("SET a 1"));
    assertEquals(List.of(), handshakeOf(third));
  }

  @Test
  void aConnectionWithFieldSetsIsNotSharedWithASessionThatHasOthers() throws IOException {
    application.call(PREPARE);
    application.call("HIMPORT SET a person Ada London");
    try (Application other = cluster.connect(first)) {
      assertEquals("-ERR no such fieldset", other.call("HIMPORT SET a person Ada London"));
      other.call(PREPARE);
      assertEquals("+OK", other.call("HIMPORT SET a person Ada London"));
    }
    assertEquals(2, third.sessionConnections(), "the same field sets share a connection");
  }

  @Test
  void anotherEntryNodeHasTheFieldSetsToo() throws IOException {
    application.call(PREPARE);
    application.call("HIMPORT SET a person Ada London");
    first.stop();
    assertEquals("+OK", application.call("HIMPORT SET c person Alan Wilmslow"));
    assertEquals("+PONG", application.call("PING"));
    assertEquals("+OK", application.call("HIMPORT SET a person Ada London"));
  }
}
