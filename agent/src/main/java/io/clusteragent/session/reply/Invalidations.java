package io.clusteragent.session.reply;

import io.clusteragent.cluster.connection.NodeConnection;
import io.clusteragent.cluster.connection.NodeInput;
import io.clusteragent.protocol.ProtocolException;
import io.clusteragent.session.bytes.ByteArrayBuilder;
import io.clusteragent.session.bytes.ReplyBuffer;
import io.clusteragent.session.entry.SharedUse;
import io.clusteragent.session.state.OpenConnections;
import io.clusteragent.session.state.Session;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Reads what nodes push to a session that tracks keys (CLIENT TRACKING).
 *
 * <p>One server pushes on the only connection, from which its client reads anyway. A session has several connections, and a
 * command reads from one of them. So the session also reads the pushes on the others from time to time.
 *
 * <p>Guarded by the lock of {@link SharedUse}.
 */
public final class Invalidations {

  /** The push of a server after FLUSHALL: the client has to drop all cached values. */
  public static final byte[] OF_ALL_KEYS =
      ">2\r\n$10\r\ninvalidate\r\n_\r\n".getBytes(StandardCharsets.US_ASCII);

  /** Limits the pushes that were read and not delivered; further ones stay in the connection for the next time. */
  private static final int MAX_BYTES = 64 * 1024;

  /** How long a wait for a reply holds the lock, and does not read the other connections. */
  private static final int SLICE_MILLIS = 20;

  /** How often a thread that sends command after command reads the other connections. */
  private static final long COLLECT_INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  /** After such a pause, the session checks first that no connection was lost. */
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  /** How often a session without pauses checks that. */
  private static final long MAX_CHECK_INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  /** The shortest interval between two checks, for each connection: limits their cost in a cluster of many nodes. */
  private static final long MIN_NANOS_PER_CONNECTION = TimeUnit.MICROSECONDS.toNanos(250);

  private final Session session;
  private final ReentrantLock lock;
  private final ByteArrayBuilder read = new ByteArrayBuilder();
  private long collectedAt;
  private long usedAt;
  private long checkedAt;
  private long waitingSince;
  private boolean waiting;

  public Invalidations(Session session, ReentrantLock lock) {
    this.session = session;
    this.lock = lock;
    long now = System.nanoTime();
    collectedAt = now;
    usedAt = now;
    checkedAt = now;
  }

  // ---- reading pushes

  /** Whether a thread that waits for a reply has to read the other connections now. */
  boolean isCollectDue() {
    return System.nanoTime() - collectedAt >= COLLECT_INTERVAL_NANOS;
  }

  /**
   * Reads the pushes that have arrived on connections without an outstanding reply.
   *
   * @param into gets the pushes, each of them complete
   * @throws IOException when a connection is lost
   */
  void collect(ReplyBuffer into) throws IOException {
    collectedAt = System.nanoTime();
    OpenConnections connections = session.openConnections;
    read.clear();
    for (int i = 0; i < connections.size(); i++) {
      NodeConnection connection = connections.get(i);
      if (connection.outstanding() == 0) {
        try {
          collect(connection, MAX_BYTES - into.size());
        } catch (IOException e) {
          connection.fail(e);
          session.connections.recordLoss(connection);
          throw e;
        }
      }
    }
    into.append(read);
  }

  private void collect(NodeConnection connection, int room) throws IOException {
    if (connection.failure() != null) {
      throw connection.failure();
    }
    NodeInput input = connection.input();
    while (read.size() < room && input.available() > 0) {
      byte[] frame = input.readReply(session.timeout());
      if (frame[0] != '>') {
        throw new ProtocolException("node " + connection + " sent data that answers no command");
      }
      read.append(frame);
    }
  }

  // ---- waiting

  /**
   * Waits at most {@code SLICE_MILLIS} for a reply to begin.
   *
   * @return false when none has begun; other threads may have used the session in the meantime
   * @throws IOException when the connection is lost, or the session's timeout is over
   */
  boolean await(NodeConnection from) throws IOException {
    long now = System.nanoTime();
    if (!waiting) {
      waiting = true;
      waitingSince = now;
    }
    long left = session.timeout() == 0
        ? SLICE_MILLIS
        : session.timeout() - TimeUnit.NANOSECONDS.toMillis(now - waitingSince);
    boolean isLast = session.timeout() > 0 && left <= SLICE_MILLIS;
    boolean goesOn = false;
    try {
      from.input().fillOrEnd((int) Math.max(1, Math.min(SLICE_MILLIS, left)));
      return true;
    } catch (SocketTimeoutException e) {
      if (isLast) {
        throw e;
      }
      goesOn = true;
      yieldLock();
      return false;
    } finally {
      waiting = goesOn;
    }
  }

  /** Releases the lock for a moment. It is fair, so a waiting thread gets it. */
  private void yieldLock() {
    if (lock.isHeldByCurrentThread() && lock.hasQueuedThreads()) {
      lock.unlock();
      lock.lock();
    }
  }

  // ---- checking for lost connections

  /** Called when no reply is outstanding any more. */
  void becameIdle() {
    usedAt = System.nanoTime();
  }

  /**
   * Whether the session has to check before the next command that no connection was lost.
   *
   * <p>Only a read from a connection shows its end, and the command reads from one of them.
   */
  public boolean isCheckDue() {
    long now = System.nanoTime();
    long sinceCheck = now - checkedAt;
    boolean due = sinceCheck >= MAX_CHECK_INTERVAL_NANOS || now - usedAt >= PAUSE_NANOS;
    if (!due || sinceCheck < MIN_NANOS_PER_CONNECTION * session.openConnections.size()) {
      return false;
    }
    checkedAt = now;
    return true;
  }
}
