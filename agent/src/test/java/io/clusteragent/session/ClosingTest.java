package io.clusteragent.session;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An application that closes its connection leaves no command waiting at a node, whichever of its threads closes. */
class ClosingTest {
  private FakeCluster cluster;
  private FakeNode first;
  private FakeNode third;
  private Application application;

  @BeforeEach
  void start() throws IOException {
    cluster = new FakeCluster(3);
    first = cluster.nodes.get(0);
    third = cluster.nodes.get(2);
    application = cluster.connect(first);
    application.timeout(20_000);
    application.call("GET b");
  }

  @AfterEach
  void stop() {
    cluster.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "BLPOP a 0",
        "BLMOVE a a LEFT LEFT 0",
        "BZPOPMIN a 0",
        "XREAD BLOCK 0 STREAMS a $",
        "BLPOP b 0",
        "WAIT 1 0",
      })
  void closingEndsACommandThatWaitsAtItsNode(String command) throws Exception {
    application.call("SET a 1");
    first.noReplyTo(command);
    third.noReplyTo(command);
    Thread waiting = inBackground(command);
    Await.until(
        "the command arrives",
        () -> first.received().contains(command) || third.received().contains(command));

    application.close();
    join(waiting);
    assertNoCommandWaits();
  }

  /** The application closes between the command and the dial: the new connection has no user. */
  @ParameterizedTest
  @ValueSource(strings = {"BLPOP a 0", "SET a 1", "WATCH a", "MSET a 1 b 2"})
  void aConnectionDialledWhileTheApplicationClosesIsClosedUnused(String command) throws Exception {
    third.noReplyTo(command);
    cluster.onNextDial(third, this::closeApplication);
    join(inBackground(command));

    assertFalse(third.received().contains(command), third.received().toString());
    assertNoCommandWaits();
  }

  /** A redirection that arrives after the application closed is not followed. */
  @Test
  void aRedirectedCommandIsNotSentAfterTheApplicationClosed() throws Exception {
    application.call("SET a 1");
    FakeNode second = cluster.nodes.get(1);
    third.replyTo("BLPOP", FakeCluster.moved("a", second));
    cluster.onNextDial(second, this::closeApplication);
    second.noReplyTo("BLPOP");
    join(inBackground("BLPOP a 0"));

    assertFalse(second.received().contains("BLPOP a 0"), second.received().toString());
    assertNoCommandWaits();
  }

  @Test
  void closingEndsTheWaitForANodeThatIsDown() throws Exception {
    application.call("SET a 1");
    third.stop();
    cluster.onNextDial(third, this::closeApplication);
    long start = System.nanoTime();
    join(inBackground("BLPOP a 0"));

    assertTrue(System.nanoTime() - start < TimeUnit.SECONDS.toNanos(5), "waited for the deadline");
  }

  /** On one server, the application's close ends the wait; but the application may close long after the timeout. */
  @ParameterizedTest
  @ValueSource(strings = {"BLPOP a 0", "BLPOP b 0"})
  void aTimeoutEndsTheWaitAtTheNode(String command) throws IOException {
    application.call("SET a 1");
    first.noReplyTo(command);
    third.noReplyTo(command);
    application.timeout(50);
    application.send(command);

    assertThrows(SocketTimeoutException.class, application::reply);
    assertNoCommandWaits();
    application.close();
  }

  private void closeApplication() {
    try {
      application.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Thread inBackground(String command) {
    Thread thread = new Thread(() -> {
      try {
        application.call(command);
      } catch (IOException e) {
        // The connection was closed.
      }
    });
    thread.start();
    return thread;
  }

  private static void join(Thread thread) throws InterruptedException {
    thread.join(10_000);
    assertFalse(thread.isAlive(), "the thread still waits");
  }

  /** Conversations that stay open are idle connections of the pool. */
  private void assertNoCommandWaits() {
    for (FakeNode node : cluster.nodes) {
      Await.until(node + " has no waiting command", () -> node.unanswered() == 0);
    }
  }
}
