package io.clusteragent.session.pubsub;

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
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Subscriptions and MONITOR on one node. A cluster passes published messages on to all nodes, so one connection suffices;
 * when its node dies, everything is subscribed to again on another. Keyspace notifications and MONITOR are each node's own:
 * {@link MasterEventStreams} brings those of the other masters.
 */
public final class PubSubStream implements Stream {
  private static final int SLICE_MILLIS = 10;

  /** A node that lets a subscriber go sooner is not asked again at once: it might be in a tight loop. */
  private static final long CALM_NANOS = TimeUnit.SECONDS.toNanos(1);

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

  // Of the reading thread:
  private final PubSubFrameReader input = new PubSubFrameReader();
  private final ReplyBuffer ready = new ReplyBuffer();
  private volatile MasterEventStreams masterEvents;
  private long movedAt = System.nanoTime() - CALM_NANOS;

  public PubSubStream(Session session, NodeConnection connection, boolean monitor) {
    this.session = session;
    this.connection = connection;
    this.monitor = monitor;
    this.wantsMasterEvents = monitor;
  }

  // ---- writing

  /** Sends a command that belongs to the stream. What cannot be sent is made up for when the reader finds the loss. */
  @Override
  public void write(CommandFrame frame) throws IOException {
    Command command = frame.command();
    writing.lock();
    try {
      if (command.name().endsWith("SUBSCRIBE")) {
        subscriptions.note(command, frame.request());
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
    return !input.isInside() && input.isLastCountZero();
  }

  @Override
  public void close() {
    MasterEventStreams open = masterEvents;
    if (open != null) {
      open.close();
    }
  }

  @Override
  public void end() {
    close();
    if (connection != session.entryConnection()
        && subscriptions.size() == 0) { // else it stays, and ends with the session
      connection.unpin();
      // A confirmation that was not read yet would be the reply to the next session's command.
      connection.fail(new IOException("the subscription on node " + connection + " is over"));
      session.openConnections.closeNow(connection);
    }
  }

  // ---- reading

  @Override
  public int read(byte[] into, int at, int room) throws IOException {
    long start = System.nanoTime();
    while (true) {
      // The application must read first that it is subscribed, or else it takes itself for done
      // after a message.
      if (ready.isEmpty()
          && input.isAnswered()
          && !input.isInside()
          && wantsMasterEvents
          && session.context() != null) {
        leaveReplica();
        ready.replace(nextMasterEvent());
      }
      if (!ready.isEmpty()) {
        return ready.take(into, at, room);
      }
      try {
        int n = input.read(connection.input(), into, at, room, waitMillis(start));
        if (n > 0) {
          return n;
        }
      } catch (SocketTimeoutException e) {
        if (isOver(start)) {
          throw e;
        }
      } catch (IOException e) {
        connection.fail(e);
        if (canMove()) {
          subscribeElsewhere(e);
        } else if (e instanceof EOFException) {
          return -1;
        } else {
          throw e;
        }
      }
    }
  }

  private int waitMillis(long start) {
    if (masterEvents == null || input.isInside()) {
      return session.timeout();
    }
    if (session.timeout() == 0) {
      return SLICE_MILLIS;
    }
    long left = session.timeout() - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    return (int) Math.max(1, Math.min(SLICE_MILLIS, left));
  }

  private boolean isOver(long start) {
    return masterEvents == null
        || input.isInside()
        || session.timeout() > 0
            && System.nanoTime() - start >= TimeUnit.MILLISECONDS.toNanos(session.timeout());
  }

  private byte[] nextMasterEvent() {
    if (masterEvents == null) {
      masterEvents = new MasterEventStreams(session, monitor);
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

  private boolean canMove() {
    // Half a message is with the application already: the rest of it is lost.
    return session.context() != null
        && !session.isClosed()
        && !quit
        && !input.isInside()
        && !monitor
        && subscriptions.size() > 0;
  }

  /** A replica notifies of its master's keys, too, and those events come from the master already. */
  private void leaveReplica() throws IOException {
    NodeConnection left = connection;
    Node node = session.connections.nodeOf(left);
    if (left.input().buffered() > 0
        || !canMove()
        || session.cluster().slots().masters().contains(node)) {
      return;
    }
    IOException cause = new IOException("node " + node + " is no master any more");
    left.write(UNSUBSCRIBE, 0, UNSUBSCRIBE.length); // or its messages would pile up, read by nobody
    left.write(PUNSUBSCRIBE, 0, PUNSUBSCRIBE.length);
    left.fail(cause);
    subscribeElsewhere(cause);
  }

  private void subscribeElsewhere(IOException cause) throws IOException {
    NodeConnection lost = connection;
    session.cluster().connectionLost();
    if (System.nanoTime() - movedAt >= CALM_NANOS) {
      backoff.stop();
    }
    boolean atOnce = backoff.start(session.deadlineMillis());
    while (atOnce || backoff.pause()) {
      atOnce = false;
      session.cluster().requestRefresh();
      for (Node node : candidates(lost)) {
        if (!canMove()) { // another thread has closed the session, or left the last channel
          throw cause;
        }
        if (subscribeOn(node)) {
          movedAt = System.nanoTime();
          if (lost != session.entryConnection()) {
            lost.unpin();
            session.openConnections.closeNow(lost);
          }
          Log.warn(
              "a subscriber lost its node (" + cause.getMessage() + "); its " + subscriptions.size()
                  + " subscriptions go on at node " + node + ". Messages may have been missed");
          return;
        }
      }
    }
    throw new IOException("no node of the cluster takes the subscriptions of node " + lost, cause);
  }

  private List<Node> candidates(NodeConnection lost) {
    List<Node> nodes = new ArrayList<>(session.cluster().slots().masters());
    Collections.shuffle(nodes);
    Node last = session.connections.nodeOf(lost);
    if (nodes.remove(last)) {
      nodes.add(last);
    }
    return nodes;
  }

  private boolean subscribeOn(Node node) {
    NodeConnection other;
    try {
      other = session.connections.takeIdle(node); // without the lock, as a node may take its time
    } catch (IOException e) {
      Log.debug("node " + node + " takes no subscription: " + e);
      return false;
    }
    writing.lock();
    try {
      byte[] commands = subscriptions.all();
      if (canMove()) {
        other.write(commands, 0, commands.length);
      }
      if (other.failure() != null || !canMove()) {
        other.fail(new IOException("unused")); // closed when it is given back
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
