package io.clusteragent.cluster.connection;

import io.clusteragent.cluster.address.NodeAddress;
import io.clusteragent.cluster.node.DialInProgressException;
import io.clusteragent.log.Log;
import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Dials a suspect node, with one attempt at a time, on a separate thread.
 *
 * <p>The separate thread lets the agent end the caller's wait for an unresponsive host when the cluster replaces the node.
 * Other callers fail at once and try again later.
 */
final class SuspectNodeDialer {
  private final AtomicReference<CompletableFuture<Socket>> current = new AtomicReference<>();

  Socket dial(NodeAddress address, Dialer dialer) throws IOException {
    CompletableFuture<Socket> attempt = new CompletableFuture<>();
    if (!current.compareAndSet(null, attempt)) {
      throw new DialInProgressException(address);
    }
    try {
      new BackgroundThreads("cluster-agent-dial")
          .newThread(
              () -> dial(address, dialer, attempt), Thread.currentThread().getContextClassLoader())
          .start();
      return attempt.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof IOException
          ? (IOException) e.getCause()
          : new IOException("node " + address + " cannot be dialled", e.getCause());
    } finally {
      current.set(null);
    }
  }

  private static void dial(NodeAddress address, Dialer dialer, CompletableFuture<Socket> attempt) {
    try {
      Socket socket = dialer.dial(address);
      if (!attempt.complete(socket)) {
        socket.close(); // no caller waits any more
      }
    } catch (Throwable t) {
      if (!attempt.completeExceptionally(t)) {
        Log.debug("node " + address + " did not answer: " + t);
      }
    }
  }

  boolean isDialing() {
    return current.get() != null;
  }

  /** Ends the wait of the running attempt's caller. */
  void abandon(String reason) {
    CompletableFuture<Socket> attempt = current.get();
    if (attempt != null) {
      attempt.completeExceptionally(new IOException(reason));
    }
  }
}
