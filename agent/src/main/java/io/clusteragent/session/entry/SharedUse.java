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
 * <p>When Jedis finds a value in its cache (CacheConnection, since 5.2) it looks for invalidations on the connection that
 * read the value: {@code isConnected}, {@code available}, and a read when something is there. Whichever thread had the hit
 * does so, while another may be writing a command there or waiting for its reply. Jedis's own lock keeps two reads
 * apart, nothing else.
 *
 * <p>Looking never waits: {@link #available} reports what it has read whole, and reports nothing while another thread
 * uses the session. That thread looks for itself. Sessions that do not track have none of this.
 */
public final class SharedUse {
  private final Session session;
  private final RequestDispatcher requests;
  private final ReplyReader replies;
  private final Invalidations invalidations;

  /** Fair, so that a thread that waits for a reply in slices does not keep others out. */
  private final ReentrantLock lock = new ReentrantLock(true);

  SharedUse(Session session, RequestDispatcher requests, ReplyReader replies) {
    this.session = session;
    this.requests = requests;
    this.replies = replies;
    this.invalidations = new Invalidations(session, lock);
    replies.track(invalidations);
  }

  /** The reply to a command that is written to a lost session is the exception that tells of the loss. */
  void write(byte[] bytes, int from, int length) throws IOException {
    lock.lock();
    try {
      if (session.connections.lost() == null) {
        check();
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

  /** A stream is read by one thread while others write: its reader holds no lock. */
  int read(byte[] into, int from, int length) throws IOException {
    lock.lock();
    try {
      refuseIfLost();
      if (session.stream == null) {
        int n = replies.read(into, from, length);
        refuseIfLost();
        return n;
      }
    } finally {
      lock.unlock();
    }
    return replies.read(into, from, length);
  }

  int available() throws IOException {
    // tryLock() overtakes threads that wait: those that only look must not keep the session from
    // its user.
    if (lock.hasQueuedThreads() || !lock.tryLock()) {
      return 0;
    }
    try {
      refuseIfLost();
      return session.stream == null ? replies.collected() : 0;
    } finally {
      lock.unlock();
    }
  }

  /** Asks all nodes for a sign of life, at a point where nothing is outstanding, before the next command is sent. */
  private void check() throws IOException {
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

  /** As a connection to one server, the session is of no more use when a node forgot what it tracked. */
  private void refuseIfLost() throws IOException {
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
