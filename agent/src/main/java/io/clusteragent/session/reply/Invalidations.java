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
 * <p>A server pushes on the connection that its client reads from anyway. Here a command reads from one of several
 * connections, so the others are looked at in between. Guarded by the lock of {@link SharedUse}.
 */
public final class Invalidations {

  /** What a server pushes on FLUSHALL: all that the client has cached is void. */
  public static final byte[] OF_ALL_KEYS =
      ">2\r\n$10\r\ninvalidate\r\n_\r\n".getBytes(StandardCharsets.US_ASCII);

  /** What has been read and not delivered; beyond, a node keeps its pushes for the next look. */
  private static final int MAX_BYTES = 64 * 1024;

  /** How long a wait for a reply keeps other threads out, and leaves the other connections alone. */
  private static final int SLICE_MILLIS = 20;

  /** A thread that sends command after command looks at its other connections so often. */
  private static final long COLLECT_INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  /** A session that is used again after such a pause makes sure first that it has all its connections. */
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  /** A session that is used without a pause makes sure so often. */
  private static final long MAX_CHECK_INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  /** Bounds what the question costs in a cluster of many nodes: per connection, it is asked this seldom. */
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

  // ---- looking

  /** Whether a thread that waits for a reply has to look at the other connections now. */
  boolean isCollectDue() {
    return System.nanoTime() - collectedAt >= COLLECT_INTERVAL_NANOS;
  }

  /**
   * Reads the pushes that have arrived on connections where nothing is outstanding.
   *
   * @param into gets them, whole
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
        throw new ProtocolException("node " + connection + " sent more than it was asked for");
      }
      read.append(frame);
    }
  }

  // ---- waiting

  /**
   * Waits a little for a reply to begin.
   *
   * @return false when none has begun so far. Other threads may have used the session meanwhile
   * @throws IOException when the connection is lost, or the time is over
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

  /** The lock is fair: who waits for it has it now. */
  private void yieldLock() {
    if (lock.isHeldByCurrentThread() && lock.hasQueuedThreads()) {
      lock.unlock();
      lock.lock();
    }
  }

  // ---- making sure that all connections are there

  /** No reply is outstanding any more. */
  void becameIdle() {
    usedAt = System.nanoTime();
  }

  /**
   * Whether the next command has to make sure first that no connection was lost. The end of a connection shows only to
   * who reads from it, and the command reads from one of them.
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
