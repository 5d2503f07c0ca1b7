package io.clusteragent.session.reply;

import io.clusteragent.cluster.connection.NodeConnection;
import io.clusteragent.cluster.connection.NodeInput;
import io.clusteragent.command.Kind;
import io.clusteragent.metrics.Count;
import io.clusteragent.session.bytes.ByteArrayBuilder;
import io.clusteragent.session.bytes.ReplyBuffer;
import io.clusteragent.session.recovery.CommandRetry;
import io.clusteragent.session.recovery.ErrorReplyHandler;
import io.clusteragent.session.recovery.ReadAhead;
import io.clusteragent.session.state.PendingCommand;
import io.clusteragent.session.state.PendingCommands;
import io.clusteragent.session.state.PendingReply;
import io.clusteragent.session.state.Session;
import io.clusteragent.session.state.Transaction;
import java.io.EOFException;
import java.io.IOException;

/**
 * The way back: the replies of all nodes, in the order of the application's commands.
 *
 * <p>While one command is outstanding, all that arrives belongs to its reply: it is read straight into the application's
 * array and only its first byte looked at. While several are, bodies are skipped by their length.
 */
public final class ReplyReader {
  private final Session session;
  private final ReadAhead readAhead;
  private final CommandRetry retry;
  private final HandshakeRecorder recorder;
  private final ErrorReplyHandler errorReplies;
  private final BufferedReplies bufferedReplies;
  private final SelectedDatabase selectedDatabase;
  private final CurrentReply reply;

  /** Whether the reply under way stands before that of the oldest command, and nobody wants it. */
  private boolean dropping;

  /** Bytes of pushes in a row that were read ahead of the application. */
  private int pushedAhead;

  /** Bytes of a reply of the agent's own that did not fit, or that were read ahead of the application. */
  private final ReplyBuffer ready = new ReplyBuffer();

  /** Pushes that arrived behind a part of a reply that is still being put together: they follow it. */
  private final ReplyBuffer deferred = new ReplyBuffer();

  /** What nodes push to a session that tracks keys; {@code null} for others. */
  private Invalidations invalidations;

  /** A failure met behind bytes that were delivered; the next read meets it again. */
  private IOException failure;

  public ReplyReader(Session session) {
    this.session = session;
    this.readAhead = new ReadAhead(session);
    this.retry = new CommandRetry(session, readAhead);
    this.recorder = new HandshakeRecorder(session);
    this.errorReplies = new ErrorReplyHandler(session, retry, readAhead);
    this.bufferedReplies = new BufferedReplies(session);
    this.selectedDatabase = new SelectedDatabase(session, readAhead);
    this.reply = new CurrentReply(session);
  }

  /** From now on what nodes push is looked for on all connections. */
  public void track(Invalidations tracked) {
    invalidations = tracked;
  }

  /** Gives the application a push of the agent's own, behind what waits. */
  public void push(byte[] frame) {
    ready.append(frame);
  }

  /** As {@link java.io.InputStream#read(byte[], int, int)}: waits for at least one byte, and for no more. */
  public int read(byte[] into, int from, int length) throws IOException {
    if (failure != null) {
      IOException met = failure;
      failure = null;
      throw met;
    }
    int n = ready.take(into, from, length);
    if (n > 0 && invalidations != null) {
      return n; // maybe the thread is none that waits for a reply
    }
    while (n < length && (n == 0 || canGoOn())) {
      int whole = isBetweenReplies() ? bufferedReplies.pass(into, from + n, length - n) : 0;
      if (whole > 0) {
        n += whole;
        becameIdleIfSo();
        continue;
      }
      int step;
      try {
        step = step(into, from + n, length - n);
      } catch (IOException e) {
        if (n > 0) {
          failure = e;
          return n;
        }
        if (session.context() == null && e instanceof EOFException) {
          return -1; // as without the agent
        }
        throw e;
      }
      if (step < 0) {
        return n == 0 ? -1 : n;
      }
      n += step;
    }
    return n;
  }

  /** As {@link #read}, on a connection to a plain server: behind what was read ahead comes what arrives, unseen. */
  public int readPlain(byte[] into, int from, int length) throws IOException {
    return ready.isEmpty()
        ? session.entryConnection().input().take(into, from, length, session.timeout())
        : ready.take(into, from, length);
  }

  /** Bytes that can be read without waiting, as far as one can tell. */
  public int available() throws IOException {
    return ready.size() + session.connections.available();
  }

  /** As {@link #available}, of bytes that are the application's whatever is outstanding: pushes are looked for. */
  public int collected() throws IOException {
    if (!reply.isOpen()) {
      collect(session.queue.head());
    }
    return ready.size();
  }

  /** Reads the pushes that have arrived; answers whether there is anything for the application now. */
  private boolean collect(PendingCommand head) throws IOException {
    invalidations.collect(isPutTogether(head) ? deferred : ready);
    return !ready.isEmpty();
  }

  /**
   * Whether parts of the next reply may have been read already. An invalidation that arrived behind one would make the
   * application forget what it does not know yet, and keep it then.
   */
  private static boolean isPutTogether(PendingCommand head) {
    return head != null && head.aggregation() != null;
  }

  /** Keeps the push that has begun to arrive on a connection, if it must not overtake the reply that is put together. */
  private boolean defer(PendingCommand head, NodeConnection connection) throws IOException {
    NodeInput input = connection.input();
    if (!isPutTogether(head) || !session.resp3 || input.buffer()[input.position()] != '>') {
      return false;
    }
    deferred.append(input.readReply(session.timeout()));
    return true;
  }

  /** Reads all outstanding replies now and keeps them for the application, so that their outcome is known. */
  public void readAllAhead() throws IOException {
    ByteArrayBuilder parked = new ByteArrayBuilder();
    try {
      while (!session.queue.isEmpty()) {
        stepAhead(parked);
      }
    } finally {
      ready.precede(parked);
    }
  }

  /** Reads the replies that the application asked not to get (CLIENT REPLY OFF), as far as they come first. */
  public void drainUnwanted() throws IOException {
    PendingCommands queue = session.queue;
    if (queue.isEmpty() || !queue.get(queue.size() - 1).isUnseen()) {
      return;
    }
    ByteArrayBuilder pushes = new ByteArrayBuilder();
    while (!queue.isEmpty() && queue.head().isUnseen()) {
      stepAhead(pushes);
    }
    ready.precede(pushes);
  }

  private void stepAhead(ByteArrayBuilder sink) throws IOException {
    byte[] piece = new byte[1024];
    NodeConnection from = session.queue.head().connection();
    int n = step(piece, 0, piece.length);
    if (n < 0) {
      throw new EOFException("the connection ended while a reply was awaited");
    }
    pushedAhead = reply.isPush() ? pushedAhead + n : 0;
    if (pushedAhead > ReadAhead.MAX_PUSHES) {
      throw ReadAhead.tooMany(from);
    }
    sink.append(piece, 0, n);
  }

  private boolean isBetweenReplies() {
    return !reply.isOpen() && ready.isEmpty();
  }

  private boolean canGoOn() {
    if (!ready.isEmpty()) {
      return true;
    }
    PendingCommand head = session.queue.head();
    if (head == null || head.drops() > 0) {
      return false;
    }
    return head.action() == PendingReply.Action.LOCAL
        || head.action() == PendingReply.Action.GATHER
        || head.connection() != null && head.connection().input().buffered() > 0;
  }

  /**
   * Goes one step on: waits for bytes, or passes some on.
   *
   * @return the number of bytes put into the array, which may be 0; -1 at the end of the stream
   */
  private int step(byte[] into, int at, int room) throws IOException {
    if (reply.isOpen()) {
      return proceed(into, at, room);
    }
    if (!ready.isEmpty()) {
      return ready.take(into, at, room);
    }
    PendingCommand head = session.queue.head();
    if (head == null) {
      return unsolicited(into, at, room);
    }
    if (head.drops() > 0) {
      return beginDrop(head, into, at, room);
    }
    switch (head.action()) {
      case LOCAL:
        ready.replace(head.localReply());
        ready.append(deferred);
        session.queue.removeHead();
        becameIdleIfSo();
        return ready.take(into, at, room);
      case KEPT_PART:
        head.addKeptPart();
        return 0;
      case GATHER:
        if (head.aggregation().errors() > 0) {
          session.cluster().metrics().add(Count.PART_ERRORS, head.aggregation().errors());
        }
        head.answer(head.aggregation().merged());
        return 0;
      case STREAM:
        return head.stream().read(into, at, room);
      case FAIL:
        throw head.failure();
      default:
        return beginReply(head, into, at, room);
    }
  }

  // ---- the reply of the oldest command

  private int beginReply(PendingCommand head, byte[] into, int at, int room) throws IOException {
    NodeConnection connection = head.connection();
    // A server of unknown nature may have said why it hung up, although the write failed.
    if (session.context() != null && head.neverSent() || connection.isDead()) {
      retryLost(head, connection == null ? null : connection.failure());
      return 0;
    }
    if (invalidations != null
        && connection.input().buffered() == 0
        && invalidations.isLookDue()
        && collect(head)) {
      return 0;
    }
    try {
      if (connection.input().buffered() == 0) {
        if (invalidations != null) {
          if (!invalidations.await(connection)) {
            return 0;
          }
        } else if (session.queue.size() == 1 && head.isRelayed() && !head.executesSelect()) {
          int n = reply.beginStraight(connection, into, at, room);
          endIfAtEnd(head);
          return n;
        } else {
          fill(connection);
        }
      }
      if (defer(head, connection)) {
        return 0;
      }
    } catch (IOException e) {
      session.readFailed(connection, e);
      if (reply.isOpen()) {
        throw e; // something arrived, and it is no reply
      }
      retryLost(head, e);
      return 0;
    }
    reply.begin(connection);
    if (reply.isError() && !head.isRecorded() && errorReplies.handle(head, connection)) {
      reply.leave();
      readAhead.deliverPushes(isPutTogether(head) ? deferred : ready);
      return 0;
    }
    if (head.executesSelect() && !reply.isError() && !reply.isPush()) {
      reply.leave();
      selectedDatabase.read(head, connection);
      readAhead.deliverPushes(ready);
      return 0;
    }
    return proceed(into, at, room);
  }

  private void retryLost(PendingCommand head, IOException cause) throws IOException {
    if (session.context() == null) {
      throw cause; // as without the agent
    }
    retry.retryLost(head, cause);
    readAhead.deliverPushes(isPutTogether(head) ? deferred : ready);
  }

  /** Goes on with the reply that has begun. */
  private int proceed(byte[] into, int at, int room) throws IOException {
    PendingCommand head = session.queue.head();
    int n = 0;
    if (reply.isPush() || !dropping && (head == null || head.isRelayed())) {
      n = reply.deliver(into, at, room, session.queue.size() <= 1);
    } else {
      boolean isPart = !dropping && head.action() == PendingReply.Action.PART;
      reply.collect(isPart ? head.aggregation().replies() : null);
    }
    endIfAtEnd(head);
    return n;
  }

  private void endIfAtEnd(PendingCommand head) throws IOException {
    NodeConnection connection = reply.end();
    if (connection == null || reply.isPush()) {
      return;
    }
    if (dropping) {
      connection.replyRead();
      head.replyDropped();
      endDropIfDone(head, connection);
    } else {
      finishReply(head, connection);
    }
  }

  /** The reply of the oldest command is read to its end. */
  private void finishReply(PendingCommand head, NodeConnection connection) throws IOException {
    if (head.action() == PendingReply.Action.PART) {
      head.aggregation().end(connection.node());
    } else if (head.isRecorded()) {
      session.unansweredHandshakes--;
      if (!reply.isError()) {
        recorder.record(head.command(), session.log.bytes(), head.logStart(), head.logLength());
      }
    }
    if (reply.isError()) {
      noteRefusal(head, connection);
    }
    connection.replyRead();
    if (session.options.slowNanos > 0) {
      noteIfSlow(head, connection);
    }
    if (head.attempts() > 0) {
      retry.clearDeadline();
    }
    session.queue.removeHead();
    session.connections.release(connection);
    becameIdleIfSo();
  }

  /** What the application, or the agent, wanted of the connection did not happen. */
  private void noteRefusal(PendingCommand head, NodeConnection connection) {
    if (head.transaction() != null && head.step() == Transaction.WATCH) {
      session.watchRefused(head.transaction());
    } else if (head.transaction() == null && head.command().kind() == Kind.MULTI) {
      session.multiRefused();
    } else if (head.requiresSuccess()) {
      connection.fail(new IOException(
          "node " + connection + " refused what would have made the connection fit for others"));
    }
  }

  private void noteIfSlow(PendingCommand head, NodeConnection connection) {
    long nanos =
        Math.max(connection.roundTripNanos(), head.attempts() > 0 ? retry.nanosSinceFailure() : 0);
    if (nanos >= session.options.slowNanos && !head.command().blocking()) {
      retry.trace().recordSlow(head, connection, nanos);
    }
  }

  private void becameIdleIfSo() {
    if (session.queue.isEmpty()) {
      session.allRepliesRead();
      if (invalidations != null) {
        invalidations.becameIdle();
      }
      retry.clearDeadline();
    }
  }

  // ---- replies nobody asked for

  /** Drops the next of the replies that stand before the command's own on a connection. */
  private int beginDrop(PendingCommand head, byte[] into, int at, int room) throws IOException {
    NodeConnection connection = head.dropFrom();
    try {
      if (connection.isDead()) {
        throw connection.failure();
      }
      if (connection.input().buffered() == 0) {
        fill(connection);
      }
      if (defer(head, connection)) {
        return 0;
      }
    } catch (IOException e) {
      connection.fail(e);
      head.stopDropping();
      endDropIfDone(head, connection);
      return 0;
    }
    reply.begin(connection);
    dropping = true;
    return proceed(into, at, room);
  }

  private void endDropIfDone(PendingCommand head, NodeConnection connection) {
    dropping = false;
    if (head.drops() == 0) {
      head.stopDropping();
      session.connections.release(connection);
    }
  }

  /** Pushes, or the end of the stream: nothing is outstanding. */
  private int unsolicited(byte[] into, int at, int room) throws IOException {
    if (invalidations != null && collect(null)) {
      return ready.take(into, at, room);
    }
    NodeConnection connection = session.connections.withInput();
    if (connection.input().buffered() == 0 && connection.input().fill(session.timeout()) <= 0) {
      return -1;
    }
    reply.beginUnasked(connection);
    return proceed(into, at, room);
  }

  private void fill(NodeConnection connection) throws IOException {
    connection.input().fillOrEnd(session.timeout());
  }
}
