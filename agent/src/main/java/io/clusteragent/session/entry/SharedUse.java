package io.clusteragent.session.entry;

import io.clusteragent.cluster.connection.NodeConnection;
import io.clusteragent.session.reply.Invalidations;
import io.clusteragent.session.reply.ReplyReader;
import io.clusteragent.session.request.RequestDispatcher;
import io.clusteragent.session.state.Session;
import java.io.IOException;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets several threads use a session that tracks keys, one at a time.
 *
 * <p>When Jedis (since 5.2, class CacheConnection) finds a value in its cache, it looks for invalidations on the connection
 * that read the value: it calls {@code isConnected} and {@code available}, and reads when bytes are available. The thread that
 * had the cache hit does so, while another thread may write a command there or wait for its reply. Jedis's own lock separates
 * two reads only.
 *
 * <p>This look never waits: {@link #available} counts only what was read whole, and returns 0 while another thread uses the
 * session. That thread looks for itself. A session that does not track keys has no {@code SharedUse}.
 */
public final class SharedUse {
  private final Session session;
  private final RequestDispatcher requests;
  private final ReplyReader replies;
  private final Invalidations invalidations;

  /** Fair, so that a thread that waits for a reply in slices lets other threads in. */
  private final ReentrantLock lock = new ReentrantLock(true);

  SharedUse(Session session, RequestDispatcher requests, ReplyReader replies) {
    this.session = session;
    this.requests = requests;
    this.replies = replies;
    this.invalidations = new Invalidations(session, lock);
    replies.track(invalidations);
  }

  /** Writes a command, unless a tracking connection is lost; then the read of its reply throws the exception about the loss. */
  void write(byte[] bytes, int from, int length) throws IOException {
    lock.lock();
    try {
      if (session.connections.lost() == null) {
        pingIfDue();
      }
      if (session.connections.lost() == null) {
        requests.write(bytes, from, length);
      }
    } finally {
      lock.unlock();
    }
  }

  void flush() throws IOException {
    lock.lock();
    try {
      if (session.connections.lost() == null) {
        requests.flush();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Reads a reply. One thread reads a stream while others write to it, so it reads without the lock. */
  int read(byte[] into, int from, int length) throws IOException {
    lock.lock();
    try {
      throwIfLost();
      if (session.stream == null) {
        int n = replies.read(into, from, length);
        throwIfLost();
        return n;
      }
    } finally {
      lock.unlock();
    }
    return replies.read(into, from, length);
  }

  int available() throws IOException {
    // tryLock() overtakes waiting threads; a thread that only looks must not delay the others.
    if (lock.hasQueuedThreads() || !lock.tryLock()) {
      return 0;
    }
    try {
      throwIfLost();
      return session.stream == null ? replies.collected() : 0;
    } finally {
      lock.unlock();
    }
  }

  /** Pings all nodes before the next command, when a check is due and nothing is outstanding. */
  private void pingIfDue() throws IOException {
    boolean canAsk = session.queue.isEmpty()
        && session.stream == null
        && session.context() != null
        && !session.awaitsIdentityCheck()
        && requests.isBetweenCommands();
    if (!canAsk || !invalidations.isCheckDue()) {
      return;
    }
    try {
      requests.pingAll();
    } catch (IOException e) {
      if (session.connections.lost() == null) {
        throw e;
      }
    }
  }

  /** Throws when a node forgot which keys it tracked: as a connection to one server, the session is lost then. */
  private void throwIfLost() throws IOException {
    NodeConnection lost = session.connections.lost();
    if (lost != null) {
      IOException cause = lost.failure();
      throw new IOException(
          "the connection to node " + lost
              + ", which tracked keys that the application has cached, is lost"
              + (cause == null ? "" : ": " + cause.getMessage()),
          cause);
    }
  }
}
