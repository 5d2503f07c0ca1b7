package io.clusteragent.session.reply;

import io.clusteragent.cluster.connection.NodeConnection;
import io.clusteragent.metrics.Count;
import io.clusteragent.session.bytes.ByteArrayBuilder;
import io.clusteragent.session.recovery.ReadAhead;
import io.clusteragent.session.state.PendingCommand;
import io.clusteragent.session.state.PendingCommands;
import io.clusteragent.session.state.PendingReply;
import io.clusteragent.session.state.Session;
import java.io.EOFException;
import java.io.IOException;

/**
 * Gives the application the replies of all nodes, in the order of its commands.
 *
 * <p>While one command is outstanding, all arriving bytes belong to its reply: the reader puts them straight into the
 * application's array and looks at the first byte only. While several are outstanding, it skips bodies by their length.
 */
public final class ReplyReader {
  private final Session session;
  private final BufferedReplies bufferedReplies;
  private final CurrentReply reply;
  private final ReadyReplies ready;
  private final UnwantedReplies unwanted;
  private final ReplyStart start;
  private final ReplyCompletion completion;

  /** Bytes of pushes in a row that were read ahead of the application. */
  private int pushedAhead;

  /** A failure that was met behind delivered bytes: the next read throws it. */
  private IOException failure;

  public ReplyReader(Session session) {
    this.session = session;
    this.bufferedReplies = new BufferedReplies(session);
    this.reply = new CurrentReply(session);
    this.ready = new ReadyReplies(session);
    this.unwanted = new UnwantedReplies(session, ready, reply);
    this.start = new ReplyStart(session, reply, ready);
    this.completion = new ReplyCompletion(session, start.retry(), ready);
  }

  /** Reads pushes on all connections from now on. */
  public void track(Invalidations tracked) {
    ready.track(tracked);
  }

  /** Gives the application a push of the agent's own, behind the bytes that are ready. */
  public void push(byte[] frame) {
    ready.push(frame);
  }

  /** As {@link java.io.InputStream#read(byte[], int, int)}: waits for at least one byte, and for no more. */
  public int read(byte[] into, int from, int length) throws IOException {
    if (failure != null) {
      IOException met = failure;
      failure = null;
      throw met;
    }
    int n = ready.take(into, from, length);
    if (n > 0 && ready.invalidations() != null) {
      return n; // another thread than the one that waits for a reply may be reading
    }
    while (n < length && (n == 0 || canContinueWithoutWaiting())) {
      int whole = isBetweenReplies() ? bufferedReplies.pass(into, from + n, length - n) : 0;
      if (whole > 0) {
        n += whole;
        completion.finishIfIdle();
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

  /** As {@link #read}, on a connection to a plain server: arriving bytes pass without a look, behind those that are ready. */
  public int readPlain(byte[] into, int from, int length) throws IOException {
    return ready.isEmpty()
        ? session.entryConnection().input().take(into, from, length, session.timeout())
        : ready.take(into, from, length);
  }

  /** The number of bytes that can be read without waiting, as far as it is known. */
  public int available() throws IOException {
    return ready.size() + session.openConnections.available();
  }

  /** As {@link #available}, of bytes that are the application's whatever is outstanding: reads the pushes that arrived. */
  public int collected() throws IOException {
    if (!reply.isOpen()) {
      ready.collectPushes(session.queue.head());
    }
    return ready.size();
  }

  /** Reads all outstanding replies now and keeps them for the application, so that their outcome is known. */
  public void readAllAhead() throws IOException {
    ByteArrayBuilder parked = new ByteArrayBuilder();
    try {
      while (!session.queue.isEmpty()) {
        readStepInto(parked);
      }
    } finally {
      ready.prepend(parked);
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
      readStepInto(pushes);
    }
    ready.prepend(pushes);
  }

  private void readStepInto(ByteArrayBuilder sink) throws IOException {
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

  private boolean canContinueWithoutWaiting() {
    if (!ready.isEmpty()) {
      return true;
    }
    PendingCommand head = session.queue.head();
    if (head == null || head.drops() > 0) {
      return false;
    }
    return head.action() == PendingReply.Action.LOCAL
        || head.action() == PendingReply.Action.MERGE
        || head.connection() != null && head.connection().input().buffered() > 0;
  }

  /**
   * Goes one step on: waits for bytes, or passes some on.
   *
   * @return the number of bytes put into the array, which may be 0; -1 at the end of the stream
   */
  private int step(byte[] into, int at, int room) throws IOException {
    if (reply.isOpen()) {
      return continueReply(into, at, room);
    }
    if (!ready.isEmpty()) {
      return ready.take(into, at, room);
    }
    PendingCommand head = session.queue.head();
    if (head == null) {
      return unsolicited(into, at, room);
    }
    if (head.drops() > 0) {
      return unwanted.begin(head) ? continueReply(into, at, room) : 0;
    }
    switch (head.action()) {
      case LOCAL:
        ready.reply(head.localReply());
        session.queue.removeHead();
        completion.finishIfIdle();
        return ready.take(into, at, room);
      case KEPT_PART:
        head.addKeptPart();
        return 0;
      case MERGE:
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
        int n = start.begin(head, into, at, room);
        if (n == ReplyStart.BEGUN) {
          return continueReply(into, at, room);
        }
        endIfAtEnd(head);
        return n;
    }
  }

  // ---- the reply of the oldest command

  /** Goes on with the reply that has begun. */
  private int continueReply(byte[] into, int at, int room) throws IOException {
    PendingCommand head = session.queue.head();
    int n = 0;
    if (reply.isPush() || !unwanted.isDropping() && (head == null || head.isRelayed())) {
      n = reply.deliver(into, at, room, session.queue.size() <= 1);
    } else {
      boolean isPart = !unwanted.isDropping() && head.action() == PendingReply.Action.PART;
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
    if (unwanted.isDropping()) {
      unwanted.dropped(head, connection);
    } else {
      completion.complete(head, connection, reply.isError());
    }
  }

  /** Pushes, or the end of the stream: nothing is outstanding. */
  private int unsolicited(byte[] into, int at, int room) throws IOException {
    if (ready.invalidations() != null && ready.collectPushes(null)) {
      return ready.take(into, at, room);
    }
    NodeConnection connection = session.openConnections.withInput();
    if (connection.input().buffered() == 0 && connection.input().fill(session.timeout()) <= 0) {
      return -1;
    }
    reply.beginUnasked(connection);
    return continueReply(into, at, room);
  }
}
