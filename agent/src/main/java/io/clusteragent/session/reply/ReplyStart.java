package io.clusteragent.session.reply;

import io.clusteragent.cluster.connection.NodeConnection;
import io.clusteragent.session.recovery.CommandRetry;
import io.clusteragent.session.recovery.ErrorReplyHandler;
import io.clusteragent.session.recovery.ReadAhead;
import io.clusteragent.session.state.PendingCommand;
import io.clusteragent.session.state.Session;
import java.io.IOException;

/** Begins the reply to the oldest command, unless the command has to be sent again. */
final class ReplyStart {
  static final int BEGUN = -1;

  private final Session session;
  private final CurrentReply reply;
  private final ReadyReplies ready;
  private final ReadAhead readAhead;

  // Made when they are needed: most programs end without a failure, and many classes delay a start.
  private CommandRetry retry;
  private ErrorReplyHandler errorReplies;

  ReplyStart(Session session, CurrentReply reply, ReadyReplies ready) {
    this.session = session;
    this.reply = reply;
    this.ready = ready;
    this.readAhead = new ReadAhead(session);
  }

  CommandRetry retry() {
    if (retry == null) {
      retry = new CommandRetry(session, readAhead);
    }
    return retry;
  }

  private ErrorReplyHandler errorReplies() {
    if (errorReplies == null) {
      errorReplies = new ErrorReplyHandler(session, retry(), readAhead);
    }
    return errorReplies;
  }

  /** Stops the deadline of retries: a command that failed has its reply, or nothing is outstanding any more. */
  void clearDeadline() {
    if (retry != null) {
      retry.clearDeadline();
    }
  }

  /**
   * Waits for the reply to the oldest command to begin.
   *
   * @return the number of bytes put directly into the array; 0 when no reply has begun; {@link #BEGUN} when a reply has begun
   *     in the connection's buffer
   */
  int begin(PendingCommand head, byte[] into, int at, int room) throws IOException {
    NodeConnection connection = head.connection();
    // After a failed write, a server of unknown kind may have sent its reason: read that first.
    if (session.context() != null && head.neverSent() || connection.isDead()) {
      retryLost(head, connection == null ? null : connection.failure());
      return 0;
    }
    if (ready.invalidations() != null
        && connection.input().buffered() == 0
        && ready.invalidations().isCollectDue()
        && ready.collectPushes(head)) {
      return 0;
    }
    try {
      if (connection.input().buffered() == 0) {
        if (ready.invalidations() != null) {
          if (!ready.invalidations().await(connection)) {
            return 0;
          }
        } else if (session.queue.size() == 1 && head.isRelayed() && !head.executesSelect()) {
          return reply.beginDirectly(connection, into, at, room);
        } else {
          connection.input().fillOrEnd(session.timeout());
        }
      }
      if (ready.deferPush(head, connection)) {
        return 0;
      }
    } catch (IOException e) {
      session.readFailed(connection, e);
      if (reply.isOpen()) {
        throw e; // bytes arrived that are no reply
      }
      retryLost(head, e);
      return 0;
    }
    reply.begin(connection);
    if (reply.isError() && !head.isRecorded() && errorReplies().handle(head, connection)) {
      reply.abandon();
      readAhead.deliverPushes(ready.pushesBefore(head));
      return 0;
    }
    if (head.executesSelect() && !reply.isError() && !reply.isPush()) {
      reply.abandon();
      new SelectedDatabase(session, readAhead).read(head, connection);
      readAhead.deliverPushes(ready.pushesBefore(head));
      return 0;
    }
    return BEGUN;
  }

  private void retryLost(PendingCommand head, IOException cause) throws IOException {
    if (session.context() == null) {
      throw cause; // as without the agent
    }
    retry().retryLost(head, cause);
    readAhead.deliverPushes(ready.pushesBefore(head));
  }
}
