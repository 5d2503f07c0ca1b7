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

/** An application that closes its connection leaves no node waiting for it, whichever of its threads closes. */
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
    application.ask("GET b");
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
  void whoWaitsIsLetGo(String command) throws Exception {
    application.ask("SET a 1");
    first.silent(command);
    third.silent(command);
    Thread waiting = inBackground(command);
    Await.until(
        "the command arrives",
        () -> first.received().contains(command) || third.received().contains(command));

    application.close();
    join(waiting);
    assertNobodyWaits();
  }

  /** Between the command and its connection: what is taken then is taken for nobody. */
  @ParameterizedTest
  @ValueSource(strings = {"BLPOP a 0", "SET a 1", "WATCH a", "MSET a 1 b 2"})
  void whatIsDialledWhileTheApplicationClosesIsClosedUnused(String command) throws Exception {
    third.silent(command);
    cluster.whileDialling(third, this::closeApplication);
    join(inBackground(command));

    assertFalse(third.received().contains(command), third.received().toString());
    assertNobodyWaits();
  }

  /** A redirection that arrives when the application has gone leads nowhere. */
  @Test
  void aRedirectedCommandIsNotSentForNobody() throws Exception {
    application.ask("SET a 1");
    FakeNode second = cluster.nodes.get(1);
    third.answer("BLPOP", FakeCluster.moved("a", second));
    cluster.whileDialling(second, this::closeApplication);
    second.silent("BLPOP");
    join(inBackground("BLPOP a 0"));

    assertFalse(second.received().contains("BLPOP a 0"), second.received().toString());
    assertNobodyWaits();
  }

  @Test
  void whoIsGoneDoesNotWaitForANodeThatIsDown() throws Exception {
    application.ask("SET a 1");
    third.stop();
    cluster.whileDialling(third, this::closeApplication);
    long start = System.nanoTime();
    join(inBackground("BLPOP a 0"));

    assertTrue(System.nanoTime() - start < TimeUnit.SECONDS.toNanos(5), "waited for the deadline");
  }

  /** As on one server, where the application closes its connection then; but it may be long before it does. */
  @ParameterizedTest
  @ValueSource(strings = {"BLPOP a 0", "BLPOP b 0"})
  void aTimeoutEndsTheWaitAtTheNode(String command) throws IOException {
    application.ask("SET a 1");
    first.silent(command);
    third.silent(command);
    application.timeout(50);
    application.say(command);

    assertThrows(SocketTimeoutException.class, application::reply);
    assertNobodyWaits();
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
        application.ask(command);
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

  /** Conversations that stay are idle connections of the pool. */
  private void assertNobodyWaits() {
    for (FakeNode node : cluster.nodes) {
      Await.until(node + " waits for nobody", () -> node.unanswered() == 0);
    }
  }
}
