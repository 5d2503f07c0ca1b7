package io.clusteragent.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What happens when the entry node closes the connection while the application uses other nodes. */
class IdleEntryConnectionTest extends ThreeNodes {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "INCR b",
        "APPEND b 1",
        "EVAL x 1 b",
        "EVAL x 0",
        "PUBLISH channel message",
        "CLIENT ID",
        "CLIENT SETNAME service",
      })
  void aCommandThatMayNotRunTwiceFindsItReplaced(String command) throws IOException {
    closeWhileIdle();
    first.replyTo(command, ":1");

    assertEquals(":1", application.call(command));
    assertEquals(1, first.received().stream().filter(command::equals).count());
    assertEquals(List.of(), second.received().stream().filter(command::equals).toList());
  }

  @Test
  void aPipelineFindsItReplaced() throws IOException {
    closeWhileIdle();
    application.send("INCR c", "INCR b", "PING 1", "INCR b");

    assertEquals(":1", application.reply());
    assertEquals(":1", application.reply());
    assertEquals("$1 1", application.reply());
    assertEquals(":2", application.reply());
  }

  @ParameterizedTest
  @ValueSource(strings = {"INCR b", "PING"})
  void aTransactionFindsItReplaced(String command) throws IOException {
    closeWhileIdle();
    application.send("MULTI", command, "EXEC");

    assertEquals("+OK", application.reply());
    assertEquals("+QUEUED", application.reply());
    assertTrue(application.reply().startsWith("*1 "));
  }

  @Test
  void aWatchFindsItReplaced() throws IOException {
    closeWhileIdle();

    assertEquals("+OK", application.call("WATCH b"));
  }

  @Test
  void itsReplacementGetsTheHandshake() throws IOException {
    application.call("AUTH secret");
    application.call("CLIENT SETNAME service");
    closeWhileIdle();

    assertEquals(":1", application.call("INCR b"));
    assertTrue(first.conversations().stream()
        .anyMatch(c -> c.handshake().equals(List.of("AUTH secret", "CLIENT SETNAME service"))));
  }

  @Test
  void unexpectedBytesEndIt() throws IOException {
    application.call("GET c");
    first.push("+unexpected\r\n");
    cluster.agentView().connectionLost();

    assertEquals(":1", application.call("INCR b"));
    assertEquals("+PONG", application.call("PING"));
  }

  @Test
  void whenItsNodeIsDownAnotherOneTakesItsPlace() throws IOException {
    cluster.agentView();
    application.call("GET c");
    first.stop();
    cluster.agentView().connectionLost();
    second.replyTo("PUBLISH", ":1");
    third.replyTo("PUBLISH", ":1");

    assertEquals(":1", application.call("PUBLISH channel message"));
  }

  @Test
  void aSubscriberFindsItReplaced() throws IOException {
    closeWhileIdle();

    assertEquals("*3 $9 subscribe $1 x :1", application.call("SUBSCRIBE x"));
    assertTrue(first.received().contains("SUBSCRIBE x"));
  }

  @Test
  void aWatchThatIsLostWithItIsNotForgotten() throws IOException {
    application.call("WATCH b");
    closeWhileIdle();
    cluster.store.put("b", "changed");
    application.send("MULTI", "INCR b", "EXEC");
    String last = "";
    try {
      for (int i = 0; i < 3; i++) {
        last = application.reply();
      }
    } catch (IOException e) {
      last = "lost";
    }

    assertNotEquals("*1 :1", last);
    assertEquals("changed", cluster.store.get("b"));
  }

  @Test
  void withClientSideCachingTheLossIsReportedToTheApplication() throws IOException {
    application.call("HELLO 3");
    application.call("CLIENT TRACKING ON");
    closeWhileIdle();
    application.send("INCR b");

    assertThrows(IOException.class, () -> fail("the reply is " + application.reply()));
  }

  /** Uses another node, while the entry node closes its connections. */
  private void closeWhileIdle() throws IOException {
    application.call("GET c");
    first.closeConnections();
    cluster.agentView().connectionLost(); // as after a second
    first.reset();
    second.reset();
  }
}
