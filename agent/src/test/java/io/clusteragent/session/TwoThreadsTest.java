package io.clusteragent.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Jedis's {@code disconnect()} writes and flushes, in any thread. */
class TwoThreadsTest {

  /** The buffer holds bytes that the connection's own thread is writing: the command would be sent twice. */
  @Test
  void aThreadThatDisconnectsSendsNoBytesOfAnotherThread() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch answer = new CountDownLatch(1);
    try (FakeCluster cluster = new FakeCluster(3)) {
      FakeNode first = cluster.nodes.get(0);
      FakeNode.Topology topology = first.topology();
      first.topology(() -> {
        asked.countDown();
        awaitFor(answer);
        return topology.reply();
      });
      try (Application application = cluster.connect(first)) {
        CompletableFuture<String> reply = CompletableFuture.supplyAsync(() -> ask(application));
        awaitFor(asked);

        assertThrows(IOException.class, () -> application.write(Wire.command("GET b")));
        application.socket.getOutputStream().flush();
        answer.countDown();
        assertEquals("$-1", reply.get(5, TimeUnit.SECONDS));
        assertEquals("+PONG", application.call("PING"), "and not the reply to another GET");
        assertEquals(1, Collections.frequency(first.received(), "GET b"));
      }
    }
  }

  private static String ask(Application application) {
    try {
      return application.call("GET b");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void awaitFor(CountDownLatch latch) {
    try {
      if (!latch.await(5, TimeUnit.SECONDS)) {
        throw new AssertionError("nothing happened within 5 s");
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
