package io.clusteragent.cluster.connection;

import io.clusteragent.cluster.node.Node;
import io.clusteragent.log.Log;
import io.clusteragent.metrics.Traffic;
import io.clusteragent.protocol.ReplyParser;
import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;

/**
 * One connection to one node, used by one session at a time.
 *
 * <p>Writing never throws: a failure is kept, later bytes are dropped, and whoever reads finds the {@link #failure} and
 * can tell by {@link #neverSent} whether its command can have reached the node. So one dead node does not disturb a
 * write that concerns several.
 *
 * <p>All fields but {@code holder} belong to the holder's thread; the hand-over through {@code holder} publishes them.
 */
public final class NodeConnection {

  private static final Object CLOSED = new Object();
  private static final AtomicReferenceFieldUpdater<NodeConnection, Object> HOLDER =
      AtomicReferenceFieldUpdater.newUpdater(NodeConnection.class, Object.class, "holder");

  /** The pool that a connection belongs to. */
  interface Pool {

    /** The connection is closed. */
    void remove(NodeConnection connection);

    /** Whether the pool takes no connection back any more. */
    boolean isRetired();
  }

  private Node node;

  /** {@code null} for an application's own connection. */
  private final Pool pool;

  private final Socket socket;
  private final AbortReason aborted = new AbortReason();
  private final NodeInput input;
  private final NodeOutput output;
  private volatile Object holder;
  private boolean dead;
  private boolean closesOnRelease;
  private int outstanding;
  private int pins;
  private int lastHolder;
  private long takenAt = System.nanoTime();
  private final Traffic traffic = new Traffic();

  /** A pooled connection, held from the start. */
  NodeConnection(Node node, Pool pool, Socket socket, Object holder) throws IOException {
    this.node = node;
    this.pool = pool;
    this.socket = socket;
    this.input = new NodeInput(this, socket, aborted);
    this.output = new NodeOutput(socket, aborted);
    this.holder = holder;
  }

  /** The connection an application made for itself; never shared. */
  public NodeConnection(Socket socket, Object holder) throws IOException {
    this(null, null, socket, holder);
  }

  /** The node at the other end; {@code null} for an application's own connection while its cluster is not known. */
  public Node node() {
    return node;
  }

  /** An application's own connection is found to lead to this node. */
  public void connectTo(Node known) {
    node = known;
  }

  /** Whether a pool made the connection; the application made the others. */
  public boolean isPooled() {
    return pool != null;
  }

  public Socket socket() {
    return socket;
  }

  /** What arrives. */
  public NodeInput input() {
    return input;
  }

  // ---- holding

  /** Takes the connection if it is idle. */
  public boolean tryHold(Object newHolder) {
    return holder == null && HOLDER.compareAndSet(this, null, newHolder);
  }

  public boolean isHeldBy(Object session) {
    return holder == session;
  }

  /** The holder begins to use it. */
  void taken(long now) {
    takenAt = now;
  }

  long nanosSinceTaken(long now) {
    return now - takenAt;
  }

  /** Whether somebody else held it before. A number stands for the holder, which may be gone. */
  boolean wasHeldByAnother(Object newHolder) {
    return lastHolder != System.identityHashCode(newHolder);
  }

  /** Whether anybody holds it. */
  boolean isHeld() {
    return holder != null;
  }

  /** Whether the connection is gone for good. */
  public boolean isClosed() {
    return holder == CLOSED;
  }

  /** Gives the connection back, or closes it when it is in no state to be used by others. */
  public void release() {
    if (failure() != null
        || outstanding != 0
        || pins != 0
        || closesOnRelease
        || input.buffered() != 0) {
      close();
    } else if (pool != null) {
      Object last = holder;
      lastHolder = System.identityHashCode(last);
      if (last != CLOSED
          && HOLDER.compareAndSet(this, last, null)
          && pool.isRetired()
          && tryHold(this)) {
        close();
      }
    }
  }

  /** The connection is in another state than those of its pool: given back, it is closed. */
  public void closeOnRelease() {
    closesOnRelease = true;
  }

  /** Sessions that used an idle connection may remember it for long after its end. */
  void dropBuffers() {
    output.dropBuffer();
    input.dropBuffer();
  }

  /** Closes the connection if this one still holds it; the thread that uses it may be giving it back to others just now. */
  public void close(Object ofHolder) {
    if (HOLDER.compareAndSet(this, ofHolder, CLOSED)) {
      close();
    }
  }

  public void close() {
    countCommands();
    HOLDER.set(this, CLOSED);
    if (pool != null) {
      pool.remove(this);
    }
    closeSocket();
  }

  /**
   * Breaks the connection under its holder, whichever thread that is: what it reads or writes fails at once.
   *
   * @param reason what the holder is told
   */
  void abort(String reason) {
    aborted.set(reason);
    closeSocket();
  }

  private void closeSocket() {
    try {
      socket.close();
    } catch (IOException e) {
      Log.debug("closing a connection to " + this + " failed: " + e);
    }
  }

  /** Commands sent whose replies have not been read to their end. */
  public int outstanding() {
    return outstanding;
  }

  public void expectReply() {
    outstanding++;
    traffic.sent();
  }

  public void replyRead() {
    if (--outstanding == 0) {
      countCommands();
    }
  }

  /** How long the last command took whose reply was read, in nanoseconds; 0 when it was not timed. */
  public long roundTripNanos() {
    return outstanding == 0 ? traffic.took() : 0;
  }

  private void countCommands() {
    if (node != null) {
      traffic.settled(node.metrics(), failure() == null);
    }
  }

  /** The command sent last waits at its node on purpose: how long says nothing of the node. */
  public void expectDelay() {
    traffic.untimed();
  }

  /** Keeps the connection with its holder although no reply is outstanding (WATCH, MULTI, tracking). */
  public void pin() {
    pins++;
  }

  public void unpin() {
    pins--;
  }

  /** Whether bytes wait that answer nothing, and are no push: the next command would take them for its reply. */
  public boolean isOutOfStep() {
    return outstanding == 0 && input.buffered() > 0 && input.buffer()[input.position()] != '>';
  }

  public boolean isPinned() {
    return pins > 0;
  }

  // ---- writing

  /** Hands bytes on at once, behind whatever waits. */
  public void write(byte[] bytes, int from, int length) {
    output.flush();
    if (outstanding == 1) {
      traffic.alone();
    }
    output.send(bytes, from, length);
  }

  /** Adds bytes to those that wait for the flush; about 8 KB go on without it. */
  public void append(byte[] bytes, int from, int length) {
    output.append(bytes, from, length);
  }

  /** How many bytes wait for the flush. */
  public int unflushedBytes() {
    return output.unflushedBytes();
  }

  /** Sends what waits. */
  public void flush() {
    output.flush();
  }

  /** Where the next byte will stand in all that was ever written here: the mark for {@link #neverSent}. */
  public long mark() {
    return output.mark();
  }

  /** Whether a command that ends at the given mark certainly never reached the node. */
  public boolean neverSent(long endMark) {
    return output.neverSent(endMark);
  }

  /** What broke the connection, or {@code null}. */
  public IOException failure() {
    return output.failure();
  }

  /** Gives the connection up: nothing more is read from it, nor written to it. */
  public void fail(IOException cause) {
    dead = true;
    output.fail(cause);
  }

  /** Whether reading failed. After a failed write alone, replies to earlier commands may still arrive. */
  public boolean isDead() {
    return dead;
  }

  /**
   * Sends a command of the agent's own and parses the reply; for use while nothing else is outstanding.
   *
   * @param millis how long to wait for more of the reply; 0 waits for ever
   * @throws IOException when the reply did not arrive whole; the connection is of no more use then
   */
  public Object ask(byte[] command, int millis) throws IOException {
    outstanding++; // by expectReply() it would be counted
    output.flush();
    output.send(command, 0, command.length);
    if (failure() != null) {
      throw failure();
    }
    Object reply = new ReplyParser(input.stream(millis)).parse();
    outstanding--;
    return reply;
  }

  @Override
  public String toString() {
    return node == null ? String.valueOf(socket.getRemoteSocketAddress()) : node.toString();
  }
}
