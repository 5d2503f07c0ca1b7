package io.clusteragent.session.pubsub;

import io.clusteragent.cluster.connection.InputWatch;
import io.clusteragent.cluster.connection.NodeConnection;
import io.clusteragent.cluster.node.Node;
import io.clusteragent.log.Log;
import io.clusteragent.session.bytes.ReplyBuffer;
import io.clusteragent.session.recovery.Backoff;
import io.clusteragent.session.state.CommandFrame;
import io.clusteragent.session.state.Session;
import io.clusteragent.session.state.Stream;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;

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

  private final Session session;
  private final boolean monitor;
  private final SubscriberConnection subscriber;
  private final Backoff backoff = new Backoff();
  private final InputWatch watch = new InputWatch();

  // Of the reading thread:
  private final PubSubFrameReader input;
  private final ReplyBuffer ready = new ReplyBuffer();
  private volatile MasterEventStreams masterEvents;
  private long subscribedAt = System.nanoTime() - STABLE_NANOS;

  public PubSubStream(Session session, boolean monitor) {
    this.session = session;
    this.monitor = monitor;
    this.subscriber = new SubscriberConnection(session, monitor);
    this.input = new PubSubFrameReader(subscriber);
  }

  // ---- writing

  /** Sends a command of the stream. When that fails, the reading thread detects the loss and subscribes again. */
  @Override
  public void write(CommandFrame frame) throws IOException {
    subscriber.write(frame);
  }

  @Override
  public boolean isSharded() {
    return false;
  }

  @Override
  public boolean isOver() {
    return subscriber.isOver();
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
    subscriber.end();
  }

  // ---- reading

  @Override
  public int read(byte[] into, int at, int room) throws IOException {
    try {
      return readFrames(into, at, room);
    } catch (EOFException e) {
      return -1; // as a socket whose server has closed it
    }
  }

  private int readFrames(byte[] into, int at, int room) throws IOException {
    ReadTimeout timeout = new ReadTimeout(session);
    while (true) {
      if (ready.isEmpty() && readsMasterEvents()) {
        leaveReplica();
        ready.replace(nextMasterEvent());
      } else if (masterEvents != null && !subscriber.wantsMasterEvents()) {
        masterEvents.close();
        masterEvents = null;
      }
      if (!ready.isEmpty()) {
        return ready.take(into, at, room);
      }
      NodeConnection connection = subscriber.get();
      try {
        if (masterEvents != null && !input.isInsideFrame() && !awaitInput(connection, timeout)) {
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
        // What the server did on purpose ends the subscription, as without the agent.
        if (!canResubscribe() || input.hasNodeAnswered() && !NodeLoss.ended(connection, session)) {
          throw e;
        }
        subscribeElsewhere(e);
      }
    }
  }

  /** Whether to read events of other masters: only after the first confirmation, since Jedis ends at an earlier message. */
  private boolean readsMasterEvents() {
    return input.hasDeliveredFrame()
        && !input.isInsideFrame()
        && subscriber.wantsMasterEvents()
        && session.context() != null;
  }

  /**
   * Waits for input on any connection; returns whether the subscriber's own has some.
   *
   * @throws SocketTimeoutException when the application's timeout is over
   */
  private boolean awaitInput(NodeConnection connection, ReadTimeout timeout) throws IOException {
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

  private byte[] nextMasterEvent() throws IOException {
    if (masterEvents == null) {
      masterEvents = new MasterEventStreams(session, monitor, watch);
    }
    subscriber.update(masterEvents);
    return masterEvents.next();
  }

  // ---- when the node is lost

  private boolean canResubscribe() {
    // The application cannot go on after a part of a frame whose rest is lost.
    return subscriber.canMove() && !input.isInsideFrame();
  }

  /** Subscribes on another node when this one became a replica: it repeats the events that its master sends already. */
  private void leaveReplica() throws IOException {
    Node node = subscriber.node();
    if (subscriber.get().input().isReadable()
        || !canResubscribe()
        || session.cluster().slots().masters().contains(node)) {
      return;
    }
    IOException cause = new IOException("node " + node + " is a replica");
    subscriber.leave(cause);
    subscribeElsewhere(cause);
  }

  private void subscribeElsewhere(IOException cause) throws IOException {
    NodeConnection lost = subscriber.get();
    session.cluster().connectionLost();
    if (System.nanoTime() - subscribedAt >= STABLE_NANOS) {
      backoff.stop();
    }
    boolean atOnce = backoff.start(session.deadlineMillis());
    while (atOnce || backoff.pause()) {
      atOnce = false;
      session.cluster().requestRefresh();
      for (Node node : session.cluster().mastersEndingWith(lost.node())) {
        if (!canResubscribe()) { // another thread closed or unsubscribed
          throw cause;
        }
        boolean missed = input.hasDeliveredFrame();
        if (subscriber.moveTo(node)) {
          input.nodeChanged(subscriber.confirmed());
          subscribedAt = System.nanoTime();
          subscriber.discard(lost);
          if (missed) {
            Log.warn("a subscriber lost its node (" + cause.getMessage() + "); its "
                + subscriber.size() + " subscriptions continue on node " + node
                + ". Messages may have been missed");
          }
          return;
        }
      }
    }
    throw new IOException(
        "no node of the cluster accepts the subscriptions of node " + lost, cause);
  }
}
