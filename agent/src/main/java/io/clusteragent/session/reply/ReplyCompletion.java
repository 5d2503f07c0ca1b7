package io.clusteragent.session.reply;

import io.clusteragent.cluster.connection.NodeConnection;
import io.clusteragent.command.Kind;
import io.clusteragent.session.state.PendingCommand;
import io.clusteragent.session.state.PendingReply;
import io.clusteragent.session.state.Session;
import io.clusteragent.session.state.Transaction;
import java.io.IOException;

/** Completes the oldest command when its reply was read to the end. */
final class ReplyCompletion {
  private final Session session;
  private final ReplyStart start;
  private final ReadyReplies ready;
  private final HandshakeRecorder recorder;

  ReplyCompletion(Session session, ReplyStart start, ReadyReplies ready) {
    this.session = session;
    this.start = start;
    this.ready = ready;
    this.recorder = new HandshakeRecorder(session);
  }

  /**
   * Completes the oldest command.
   *
   * @param connection on which the reply arrived
   * @param isError whether the reply is an error
   */
  void complete(PendingCommand head, NodeConnection connection, boolean isError)
      throws IOException {
    if (head.action() == PendingReply.Action.PART) {
      head.aggregation().end(connection.node());
    } else if (head.isRecorded()) {
      session.unansweredHandshakes--;
      if (!isError) {
        recorder.record(head.command(), session.log.bytes(), head.logStart(), head.logLength());
      }
    }
    if (isError) {
      handleRefusal(head, connection);
    }
    connection.replyRead();
    if (session.options.slowNanos > 0) {
      recordIfSlow(head, connection);
    }
    if (head.attempts() > 0) {
      start.clearDeadline();
    }
    session.queue.removeHead();
    session.connections.release(connection);
    finishIfIdle();
  }

  /** Acts on the refusal of a command that was to change the state of its connection. */
  private void handleRefusal(PendingCommand head, NodeConnection connection) {
    if (head.transaction() != null && head.step() == Transaction.WATCH) {
      session.watchRefused(head.transaction());
    } else if (head.transaction() == null && head.command().kind() == Kind.MULTI) {
      session.multiRefused();
    } else if (head.requiresSuccess()) {
      connection.fail(new IOException("node " + connection
          + " refused a command with which the agent prepares the connection for its next use"));
    }
  }

  private void recordIfSlow(PendingCommand head, NodeConnection connection) {
    long retrying = head.attempts() > 0 ? start.retry().nanosSinceFailure() : 0;
    long nanos = Math.max(connection.roundTripNanos(), retrying);
    if (nanos >= session.options.slowNanos && !head.command().blocking()) {
      start.retry().trace().recordSlow(head, connection, nanos);
    }
  }

  /** Ends the pipeline, once no reply is outstanding. */
  void finishIfIdle() {
    if (session.queue.isEmpty()) {
      session.allRepliesRead();
      if (ready.invalidations() != null) {
        ready.invalidations().becameIdle();
      }
      start.clearDeadline();
    }
  }
}
