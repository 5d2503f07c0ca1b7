package io.clusteragent.cluster.connection;

import io.clusteragent.cluster.address.NodeAddress;
import io.clusteragent.cluster.node.TriedAlreadyException;
import io.clusteragent.log.Log;
import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Dials a node that is in trouble: one attempt at a time, on a thread of its own, so that who waits for a host that does not
 * answer at all is freed when the cluster replaces the node. Others are told at once to try again later.
 */
final class SuspectNodeDialer {
  private final AtomicReference<CompletableFuture<Socket>> current = new AtomicReference<>();

  Socket dial(NodeAddress address, Dialer dialer) throws IOException {
    CompletableFuture<Socket> attempt = new CompletableFuture<>();
    if (!current.compareAndSet(null, attempt)) {
      throw new TriedAlreadyException(address);
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
        socket.close(); // nobody waits any more
      }
    } catch (Throwable t) {
      if (!attempt.completeExceptionally(t)) {
        Log.debug("node " + address + " did not answer: " + t);
      }
    }
  }

  boolean isUnderWay() {
    return current.get() != null;
  }

  /** Frees who waits. */
  void abandon(String reason) {
    CompletableFuture<Socket> attempt = current.get();
    if (attempt != null) {
      attempt.completeExceptionally(new IOException(reason));
    }
  }
}
