package io.clusteragent.cluster.connection;

import io.clusteragent.cluster.node.Node;
import io.clusteragent.log.Log;
import io.clusteragent.metrics.Traffic;
import io.clusteragent.protocol.ErrorReply;
import io.clusteragent.protocol.ReplyParser;
import java.io.IOException;
import java.net.Socket;

/**
 * One connection to one node, used by one session at a time.
 *
 * <p>Writing never throws. The connection keeps the first {@link #failure} and drops later bytes; {@link #neverSent} says
 * whether a command can have reached the node. So one dead node does not disturb a write to several nodes.
 *
 * <p>The holder's thread owns all fields; the hand-over from one holder to the next publishes them.
 */
public final class NodeConnection extends ExclusivelyHeld {

  /** The pool that a connection belongs to. */
  interface Pool {

    /** The connection is closed. */
    void remove(NodeConnection connection);

    /** Whether the pool takes no connection back any more. */
    boolean isRetired();
  }

  private static final int LAST_WORDS_MILLIS = 200;

  private Node node;

  /** {@code null} for an application's own connection. */
  private final Pool pool;

  private final Socket socket;
  private final AbortReason aborted = new AbortReason();
  private final NodeInput input;
  private final NodeOutput output;
  private boolean dead;
  private boolean closesOnRelease;

  /** Written by any thread. */
  private volatile boolean outdated;

  private int outstanding;
  private int pins;
  private final Traffic traffic = new Traffic();

  /** A pooled connection, held from the start. */
  NodeConnection(Node node, Pool pool, Socket socket, Object holder) throws IOException {
    super(holder);
    this.node = node;
    this.pool = pool;
    this.socket = socket;
    this.input = new NodeInput(this, socket, aborted);
    this.output = new NodeOutput(socket, aborted);
  }

  /** The connection an application made for itself; never shared. */
  public NodeConnection(Socket socket, Object holder) throws IOException {
    this(null, null, socket, holder);
  }

  /** The node at the other end; {@code null} for an application's own connection while its cluster is not known. */
  public Node node() {
    return node;
  }

  /** The node at the other end of an application's own connection became known. */
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

  /** Releases the connection, or closes it when its state is not fit for others. */
  public void release() {
    if (failure() != null
        || outstanding != 0
        || pins != 0
        || closesOnRelease
        || input.buffered() != 0) {
      close();
    } else if (pool != null && tryRelease() && (outdated || pool.isRetired()) && tryHold(this)) {
      close();
    }
  }

  /** Closes the connection once nobody holds it: its credentials may expire. Any thread may call this. */
  void outdate() {
    outdated = true;
    if (tryHold(this)) {
      close();
    }
  }

  /** The state of the connection differs from that of its pool: {@link #release} closes it. */
  public void closeOnRelease() {
    closesOnRelease = true;
  }

  /** Sessions that used an idle connection may remember it for long after its end. */
  void dropBuffers() {
    output.dropBuffer();
    input.dropBuffer();
  }

  /** Closes the connection if this one still holds it; the thread that uses it may be releasing it at this moment. */
  public void close(Object ofHolder) {
    if (tryMarkClosed(ofHolder)) {
      close();
    }
  }

  public void close() {
    countCommands();
    markClosed();
    if (pool != null) {
      pool.remove(this);
    }
    closeSocket();
  }

  /**
   * Closes the socket under the holder, in whichever thread: its reads and writes fail at once.
   *
   * @param reason the text of the exception that the holder gets
   */
  void abort(String reason) {
    aborted.set(reason);
    closeSocket();
  }

  /** Whether the agent itself ended the connection, because the cluster has no such node any more. */
  public boolean isAborted() {
    return aborted.isSet();
  }

  private void closeSocket() {
    try {
      input.close();
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

  /** The node delays the reply to the last command on purpose, so its duration is not measured. */
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

  /** Whether unasked bytes arrived that are no push: the next command would take them for its reply. */
  public boolean isOutOfStep() {
    return outstanding == 0 && input.buffered() > 0 && input.buffer()[input.position()] != '>';
  }

  public boolean isPinned() {
    return pins > 0;
  }

  // ---- writing

  /** Sends bytes at once, after those that wait. */
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

  /** Marks the connection as failed: nothing more is read from it or written to it. */
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
   * @throws IOException when the reply did not arrive whole; the connection has failed then
   */
  public Object ask(byte[] command, int millis) throws IOException {
    outstanding++; // by expectReply() it would be counted
    output.flush();
    output.send(command, 0, command.length);
    IOException unsent = failure();
    Object reply;
    try {
      reply = new ReplyParser(input.stream(replyTimeout(millis))).parse();
    } catch (IOException e) {
      throw unsent == null ? e : unsent;
    }
    if (unsent != null && !(reply instanceof ErrorReply)) {
      throw unsent;
    }
    outstanding--;
    return reply;
  }

  /** How long to wait for a reply. After a failed write, only what the server said before it ended the connection can arrive. */
  int replyTimeout(int millis) {
    return failure() == null ? millis : LAST_WORDS_MILLIS;
  }

  @Override
  public String toString() {
    return node == null ? String.valueOf(socket.getRemoteSocketAddress()) : node.toString();
  }
}
