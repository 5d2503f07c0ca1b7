package io.clusteragent.session.recovery;

import io.clusteragent.cluster.connection.NodeConnection;
import io.clusteragent.cluster.topology.Redirection;
import io.clusteragent.session.state.PassedTransaction;
import io.clusteragent.session.state.PendingCommand;
import io.clusteragent.session.state.Session;
import java.io.IOException;

/**
 * Keeps a command that has to wait from being overtaken: commands for the same slot that were sent behind it, in the same
 * pipeline, may have run meanwhile. Their replies are read ahead to find out. Those that were refused as well wait in
 * their turn; if one ran, the first must not be sent again, and the application sees its error.
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
   * @param helped why it was refused
   * @param from the connection on which it was refused
   */
  boolean mayWait(PendingCommand head, Redirection.Kind helped, NodeConnection from)
      throws IOException {
    if (!hasFollower(head, from)) {
      return true;
    }
    if (!canReadAhead(from)) {
      return false;
    }
    boolean none = true;
    for (int i = 1; i < session.queue.size(); i++) {
      PendingCommand pending = session.queue.get(i);
      if (pending.connection() == from) {
        byte[] reply = readAhead.reply(from);
        from.replyRead();
        boolean refused = pending.isKept() && isRefusal(pending, reply, helped, from);
        none &= refused || pending.slot() != head.slot();
        pending.neverWritten(); // never sent, as far as what follows is concerned
        if (!refused) {
          pending.keep(reply);
        }
      }
    }
    return none;
  }

  private boolean hasFollower(PendingCommand head, NodeConnection from) {
    for (int i = 1; i < session.queue.size(); i++) {
      PendingCommand pending = session.queue.get(i);
      // The refusal spoiled all of its transaction: none of the commands behind it there runs.
      boolean spoiled = head.transaction() != null && pending.transaction() == head.transaction();
      if (pending.connection() == from && pending.slot() == head.slot() && !spoiled) {
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

  /** A script that one command lacked may be brought to others too, but not only because one had to wait. */
  private boolean isRefusal(
      PendingCommand pending, byte[] reply, Redirection.Kind helped, NodeConnection from)
      throws IOException {
    if (reply[0] != '-') {
      return false;
    }
    Redirection redirection = Redirection.of(reply, 0, reply.length - 2);
    Redirection.Kind kind = redirection.kind();
    return kind != Redirection.Kind.NONE
        && (kind != Redirection.Kind.NOSCRIPT || helped == kind)
        && scriptErrors.mayBeRefusal(pending, redirection, reply, 0, reply.length - 2)
        && scriptErrors.isRefusal(pending, redirection, from);
  }
}
