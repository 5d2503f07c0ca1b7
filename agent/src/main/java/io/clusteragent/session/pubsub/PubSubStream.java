package io.clusteragent.session.pubsub;

import io.clusteragent.cluster.connection.InputWatch;
import io.clusteragent.cluster.connection.NodeConnection;
import io.clusteragent.cluster.node.Node;
import io.clusteragent.command.Command;
import io.clusteragent.log.Log;
import io.clusteragent.protocol.Resp;
import io.clusteragent.session.bytes.ReplyBuffer;
import io.clusteragent.session.recovery.Backoff;
import io.clusteragent.session.state.CommandFrame;
import io.clusteragent.session.state.Session;
import io.clusteragent.session.state.Stream;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Reads subscriptions or MONITOR on one node.
 *
 * <p>A cluster forwards published messages to all nodes, so one connection suffices; when its node dies, the stream subscribes
 * to everything again on another node. Each node sends keyspace notifications and MONITOR to its own clients only: {@link
 * MasterEventStreams} reads those of the other masters.
 */
public final class PubSubStream implements Stream {
  /** With events of several masters, the stream looks this often for masters that joined. */
  private static final long LONGEST_WAIT_MILLIS = 1000;

  /** When a node was lost sooner, the backoff goes on: no tight loop of subscriptions arises. */
  private static final long STABLE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final byte[] UNSUBSCRIBE = Resp.command("UNSUBSCRIBE");
  private static final byte[] PUNSUBSCRIBE = Resp.command("PUNSUBSCRIBE");

  private final Session session;
  private final boolean monitor;
  private final ReentrantLock writing = new ReentrantLock();
  private final Subscriptions subscriptions = new Subscriptions();
  private final Backoff backoff = new Backoff();

  private volatile NodeConnection connection;
  private volatile boolean wantsMasterEvents;
  private volatile boolean quit;

  private final InputWatch watch = new InputWatch();

  // Of the reading thread:
  private final PubSubFrameReader input = new PubSubFrameReader();
  private final ReplyBuffer ready = new ReplyBuffer();
  private volatile MasterEventStreams masterEvents;
  private long subscribedAt = System.nanoTime() - STABLE_NANOS;

  public PubSubStream(Session session, NodeConnection connection, boolean monitor) {
    this.session = session;
    this.connection = connection;
    this.monitor = monitor;
    this.wantsMasterEvents = monitor;
  }

  // ---- writing

  /** Sends a command of the stream. When that fails, the reading thread detects the loss and subscribes again. */
  @Override
  public void write(CommandFrame frame) throws IOException {
    Command command = frame.command();
    writing.lock();
    try {
      if (command.name().endsWith("SUBSCRIBE")) {
        subscriptions.record(command, frame.request());
        wantsMasterEvents = monitor || subscriptions.wantKeyspaceEvents();
      } else if (command.name().equals("QUIT")) {
        quit = true;
      }
      connection.write(frame.bytes(), frame.start(), frame.length());
      if (connection.failure() != null && session.context() == null) {
        throw connection.failure();
      }
    } finally {
      writing.unlock();
    }
  }

  @Override
  public boolean isSharded() {
    return false;
  }

  @Override
  public boolean isOver() {
    writing.lock();
    try {
      return !monitor && subscriptions.size() == 0;
    } finally {
      writing.unlock();
    }
  }

  @Override
  public boolean isRead() {
    return !input.isInsideFrame() && input.isLastCountZero();
  }

  @Override
  public void close() {
    MasterEventStreams open = masterEvents;
    if (open != null) {
      open.close();
    }
    watch.wakeUp();
  }

  @Override
  public void end() {
    close();
    if (connection != session.entryConnection()
        && subscriptions.size() == 0) { // else it stays until the session ends
      connection.unpin();
      // The next session would mistake an unread confirmation for the reply to its command.
      connection.fail(new IOException("the subscription on node " + connection + " ended"));
      session.openConnections.closeAndRemove(connection);
    }
  }

  // ---- reading

  @Override
  public int read(byte[] into, int at, int room) throws IOException {
    ReadTimeout timeout = new ReadTimeout(session);
    while (true) {
      if (ready.isEmpty() && readsMasterEvents()) {
        leaveReplica();
        ready.replace(nextMasterEvent());
      } else if (masterEvents != null && !wantsMasterEvents) {
        masterEvents.close();
        masterEvents = null;
      }
      if (!ready.isEmpty()) {
        return ready.take(into, at, room);
      }
      try {
        if (masterEvents != null && !input.isInsideFrame() && !awaitInput(timeout)) {
          continue;
        }
        int n = input.read(connection.input(), into, at, room, session.timeout());
        if (n > 0) {
          return n;
        }
      } catch (SocketTimeoutException e) {
        throw e;
      } catch (IOException e) {
        connection.fail(e);
        if (canResubscribe()) {
          subscribeElsewhere(e);
        } else if (e instanceof EOFException) {
          return -1;
        } else {
          throw e;
        }
      }
    }
  }

  /** Whether to read events of other masters: only after the first confirmation, since Jedis ends at an earlier message. */
  private boolean readsMasterEvents() {
    return input.hasDeliveredFrame()
        && !input.isInsideFrame()
        && wantsMasterEvents
        && session.context() != null;
  }

  /**
   * Waits for input on any connection; returns whether {@link #connection} has some.
   *
   * @throws SocketTimeoutException when the application's timeout is over
   */
  private boolean awaitInput(ReadTimeout timeout) throws IOException {
    if (connection.isDead()) {
      throw connection.failure();
    }
    if (connection.input().isReadable()) {
      return true;
    }
    long left = timeout.leftMillis(LONGEST_WAIT_MILLIS);
    connection.input().watch(watch);
    watch.await(left);
    return false;
  }

  private byte[] nextMasterEvent() {
    if (masterEvents == null) {
      masterEvents = new MasterEventStreams(session, monitor, watch);
    }
    writing.lock();
    try {
      masterEvents.update(subscriptions, session.connections.nodeOf(connection));
    } finally {
      writing.unlock();
    }
    return masterEvents.next();
  }

  // ---- when the node is lost

  private boolean canResubscribe() {
    // The application cannot go on after a part of a frame whose rest is lost.
    return session.context() != null
        && !session.isClosed()
        && !quit
        && !input.isInsideFrame()
        && !monitor
        && subscriptions.size() > 0;
  }

  /** Subscribes on another node when this one became a replica: it repeats the events that its master sends already. */
  private void leaveReplica() throws IOException {
    NodeConnection left = connection;
    Node node = session.connections.nodeOf(left);
    if (left.input().isReadable()
        || !canResubscribe()
        || session.cluster().slots().masters().contains(node)) {
      return;
    }
    IOException cause = new IOException("node " + node + " is no longer a master");
    // Otherwise the node queues messages that no thread reads.
    left.write(UNSUBSCRIBE, 0, UNSUBSCRIBE.length);
    left.write(PUNSUBSCRIBE, 0, PUNSUBSCRIBE.length);
    left.fail(cause);
    subscribeElsewhere(cause);
  }

  private void subscribeElsewhere(IOException cause) throws IOException {
    NodeConnection lost = connection;
    session.cluster().connectionLost();
    if (System.nanoTime() - subscribedAt >= STABLE_NANOS) {
      backoff.stop();
    }
    boolean atOnce = backoff.start(session.deadlineMillis());
    while (atOnce || backoff.pause()) {
      atOnce = false;
      session.cluster().requestRefresh();
      for (Node node : session.cluster().mastersEndingWith(session.connections.nodeOf(lost))) {
        if (!canResubscribe()) { // another thread closed or unsubscribed
          throw cause;
        }
        if (subscribeOn(node)) {
          subscribedAt = System.nanoTime();
          if (lost != session.entryConnection()) {
            lost.unpin();
            session.openConnections.closeAndRemove(lost);
          }
          Log.warn(
              "a subscriber lost its node (" + cause.getMessage() + "); its " + subscriptions.size()
                  + " subscriptions continue on node " + node + ". Messages may have been missed");
          return;
        }
      }
    }
    throw new IOException(
        "no node of the cluster accepts the subscriptions of node " + lost, cause);
  }

  private boolean subscribeOn(Node node) {
    NodeConnection other;
    try {
      other = session.connections.takeIdle(node); // without the lock: the node may be slow
    } catch (IOException e) {
      Log.debug("node " + node + " accepts no subscription: " + e);
      return false;
    }
    writing.lock();
    try {
      byte[] commands = subscriptions.all();
      if (canResubscribe()) {
        other.write(commands, 0, commands.length);
      }
      if (other.failure() != null || !canResubscribe()) {
        other.fail(new IOException("unused")); // so that releasing closes it
        session.connections.release(other);
        return false;
      }
      other.pin();
      connection = other;
      input.dropConfirmations(subscriptions.size());
    } finally {
      writing.unlock();
    }
    return true;
  }
}
