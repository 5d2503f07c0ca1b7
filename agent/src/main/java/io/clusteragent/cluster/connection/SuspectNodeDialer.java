package io.clusteragent.cluster.connection;

import io.clusteragent.cluster.address.NodeAddress;
import io.clusteragent.cluster.node.DialInProgressException;
import io.clusteragent.log.Log;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Dials a suspect node, with one attempt at a time, on a separate thread.
 *
 * <p>The separate thread lets the agent end the caller's wait for an unresponsive host when the cluster replaces the node.
 * Other callers fail at once and try again later.
 */
final class SuspectNodeDialer {
  private final AtomicReference<CompletableFuture<Socket>> current = new AtomicReference<>();

  /**
   * @param millis how long to wait for the socket; 0 sets no limit
   */
  Socket dial(NodeAddress address, Dialer dialer, int millis) throws IOException {
    CompletableFuture<Socket> attempt = new CompletableFuture<>();
    if (!current.compareAndSet(null, attempt)) {
      throw new DialInProgressException(address);
    }
    boolean started = false;
    try {
      new BackgroundThreads("cluster-agent-dial")
          .newThread(
              () -> dial(address, dialer, attempt), Thread.currentThread().getContextClassLoader())
          .start();
      started = true;
    } finally {
      if (!started) {
        current.set(null);
      }
    }
    try {
      return result(attempt, address, millis);
    } catch (TimeoutException | InterruptedException e) {
      throw abandoned(attempt, address, e);
    }
  }

  /**
   * Dials a node of which it is not known whether it still answers. While another attempt is running, this one awaits its result:
   * many sessions lose their connections to a node at the same time.
   */
  Socket dialOrFollow(NodeAddress address, Dialer dialer, int millis) throws IOException {
    CompletableFuture<Socket> running = current.get();
    if (running == null) {
      try {
        return dial(address, dialer, millis);
      } catch (DialInProgressException e) {
        running = current.get(); // another attempt began in between
      }
    }
    try {
      if (running != null) {
        result(running, address, millis);
      }
    } catch (TimeoutException | InterruptedException e) {
      throw abandoned(new CompletableFuture<Socket>(), address, e);
    }
    return dialer.dial(address); // the node has just answered
  }

  private static Socket result(CompletableFuture<Socket> attempt, NodeAddress address, int millis)
      throws IOException, TimeoutException, InterruptedException {
    try {
      return millis > 0 ? attempt.get(millis, TimeUnit.MILLISECONDS) : attempt.join();
    } catch (CompletionException | ExecutionException e) {
      throw e.getCause() instanceof IOException
          ? (IOException) e.getCause()
          : new IOException("node " + address + " cannot be dialled", e.getCause());
    }
  }

  /** Gives up the wait; the socket is closed should the attempt succeed later. */
  private static IOException abandoned(
      CompletableFuture<Socket> attempt, NodeAddress address, Exception cause) throws IOException {
    if (cause instanceof InterruptedException) {
      Thread.currentThread().interrupt();
    }
    IOException failure = new SocketTimeoutException("node " + address + " cannot be dialled");
    if (!attempt.completeExceptionally(failure) && !attempt.isCompletedExceptionally()) {
      PromptClose.of(attempt.join());
    }
    return failure;
  }

  private void dial(NodeAddress address, Dialer dialer, CompletableFuture<Socket> attempt) {
    try {
      Socket socket = dialer.dial(address);
      if (!attempt.complete(socket)) {
        PromptClose.of(socket); // no caller waits any more
      }
    } catch (Throwable t) {
      if (!attempt.completeExceptionally(t)) {
        Log.debug("node " + address + " did not answer: " + t);
      }
    } finally {
      current.set(null);
    }
  }

  /** Whether the caller of an attempt waits. */
  boolean isDialing() {
    CompletableFuture<Socket> attempt = current.get();
    return attempt != null && !attempt.isDone();
  }

  /** Ends the wait of the running attempt's caller. */
  void abandon(String reason) {
    CompletableFuture<Socket> attempt = current.get();
    if (attempt != null) {
      attempt.completeExceptionally(new IOException(reason));
    }
  }
}
