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
 * <p>While one command is outstanding, all arriving bytes belong to its reply: the reader puts them directly into the
 * application's array and checks the first byte only. While several are outstanding, it skips bodies by their length.
 */
public final class ReplyReader {
  private final Session session;
  private final BufferedReplies bufferedReplies;
  private final CurrentReply reply;
  private final ReadyReplies ready;
  private final UnwantedReplies unwanted;
  private final ReplyStart start;
  private final ReplyCompletion completion;

  /** The size of the latest pushes in a row that were read ahead, in bytes. */
  private int pushedAhead;

  /** A failure behind delivered bytes, or {@code null}: the next read throws it. */
  private IOException failure;

  public ReplyReader(Session session) {
    this.session = session;
    this.bufferedReplies = new BufferedReplies(session);
    this.reply = new CurrentReply(session);
    this.ready = new ReadyReplies(session);
    this.unwanted = new UnwantedReplies(session, ready, reply);
    this.start = new ReplyStart(session, reply, ready);
    this.completion = new ReplyCompletion(session, start, ready);
  }

  /** Reads pushes on all connections from now on. */
  public void track(Invalidations tracked) {
    ready.track(tracked);
  }

  /** Adds a push of the agent behind the bytes that are ready. */
  public void push(byte[] frame) {
    ready.push(frame);
  }

  /** As {@link java.io.InputStream#read(byte[], int, int)}: waits for at least one byte, and for no more. */
  public int read(byte[] into, int from, int length) throws IOException {
    if (failure != null) {
      IOException earlier = failure;
      failure = null;
      throw earlier;
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

  /** As {@link #read}, on a connection to a plain server: behind the ready bytes, arriving bytes pass unchecked. */
  public int readPlain(byte[] into, int from, int length) throws IOException {
    return ready.isEmpty()
        ? session.entryConnection().input().take(into, from, length, session.timeout())
        : ready.take(into, from, length);
  }

  /** Returns the known number of bytes that can be read without waiting. */
  public int available() throws IOException {
    return ready.size() + session.openConnections.available();
  }

  /** Reads the pushes that arrived, and returns the number of bytes that are ready for the application. */
  public int collected() throws IOException {
    if (!reply.isOpen()) {
      ready.collectPushes(session.queue.head());
    }
    return ready.size();
  }

  /** Reads all outstanding replies now and keeps them for the application: the outcome of the commands is known then. */
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

  /** Reads the replies that the application does not want (CLIENT REPLY OFF), up to the first one that it wants. */
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

  /** Takes one step with the oldest command, and keeps the bytes for the application. */
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
   * Takes one step: waits for bytes, or passes some on.
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

  // ---- the reply to the oldest command

  /** Passes on more of the reply that has begun, and completes its command at the end. */
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

  /** Reads pushes, or the end of the stream, while no reply is outstanding. */
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
