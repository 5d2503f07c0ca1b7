package io.clusteragent.session.recovery;

import io.clusteragent.cluster.connection.NodeConnection;
import io.clusteragent.cluster.topology.Redirection;
import io.clusteragent.session.state.PassedTransaction;
import io.clusteragent.session.state.PendingCommand;
import io.clusteragent.session.state.Session;
import java.io.IOException;

/**
 * Keeps later commands of a pipeline from overtaking a command that has to wait.
 *
 * <p>Commands for the same slot that were sent behind it in the same pipeline may have run in the meantime. The guard reads
 * their replies ahead to find out. Those that were refused as well wait in their order. If one of them ran, the first command
 * must not be sent again, and the application sees its error.
 */
final class PipelineOrderGuard {
  private final Session session;
  private final ScriptErrors scriptErrors;
  private final ReadAhead readAhead;

  PipelineOrderGuard(Session session, ScriptErrors scriptErrors, ReadAhead readAhead) {
    this.session = session;
    this.scriptErrors = scriptErrors;
    this.readAhead = readAhead;
  }

  /**
   * Whether the oldest command may wait and be sent again.
   *
   * @param refusal why it was refused
   * @param from the connection on which it was refused
   */
  boolean mayWait(PendingCommand head, Redirection.Kind refusal, NodeConnection from)
      throws IOException {
    if (!hasFollower(head, from)) {
      return true;
    }
    if (!canReadAhead(from)) {
      return false;
    }
    boolean noneRan = true;
    for (int i = 1; i < session.queue.size(); i++) {
      PendingCommand pending = session.queue.get(i);
      if (pending.connection() == from) {
        byte[] reply = readAhead.reply(from);
        from.replyRead();
        boolean refused = pending.isKept() && isRefusal(pending, reply, refusal, from);
        noneRan &= refused || pending.slot() != head.slot();
        pending.neverWritten(); // for the commands that follow, it was never sent
        if (!refused) {
          pending.keep(reply);
        }
      }
    }
    return noneRan;
  }

  private boolean hasFollower(PendingCommand head, NodeConnection from) {
    for (int i = 1; i < session.queue.size(); i++) {
      PendingCommand pending = session.queue.get(i);
      // The refusal discards its whole transaction: no later command of it runs.
      boolean discarded = head.transaction() != null && pending.transaction() == head.transaction();
      if (pending.connection() == from && pending.slot() == head.slot() && !discarded) {
        return true;
      }
    }
    return false;
  }

  private boolean canReadAhead(NodeConnection from) {
    for (int i = 1; i < session.queue.size(); i++) {
      PendingCommand pending = session.queue.get(i);
      boolean plain = pending.transaction() == null
          && pending.passedPlace() == PassedTransaction.OUTSIDE
          && !pending.isRecorded();
      if (pending.dropFrom() == from || pending.connection() == from && !plain) {
        return false;
      }
    }
    return true;
  }

  /**
   * Whether a reply is a refusal. NOSCRIPT counts only when the first command lacked a script, too, not when it has to wait.
   */
  private boolean isRefusal(
      PendingCommand pending, byte[] reply, Redirection.Kind refusal, NodeConnection from)
      throws IOException {
    if (reply[0] != '-') {
      return false;
    }
    Redirection redirection = Redirection.of(reply, 0, reply.length - 2);
    Redirection.Kind kind = redirection.kind();
    return kind != Redirection.Kind.NONE
        && (kind != Redirection.Kind.NOSCRIPT || refusal == kind)
        && scriptErrors.mayBeRefusal(pending, redirection, reply, 0, reply.length - 2)
        && scriptErrors.isRefusal(pending, redirection, from);
  }
}
