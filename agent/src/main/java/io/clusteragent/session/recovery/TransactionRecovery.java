package io.clusteragent.session.recovery;

import io.clusteragent.cluster.connection.NodeConnection;
import io.clusteragent.cluster.node.Node;
import io.clusteragent.cluster.topology.Redirection;
import io.clusteragent.metrics.Count;
import io.clusteragent.session.state.PendingCommand;
import io.clusteragent.session.state.Session;
import io.clusteragent.session.state.Transaction;
import io.clusteragent.session.state.TransactionReplies;
import java.io.IOException;

/**
 * Handles transactions of which a node refused a command or whose connection broke.
 *
 * <p>The whole transaction is replayed on the right node, if it is certain that nothing of it ran. That is certain when a
 * command was refused while it was queued, or EXEC itself was refused (the server discards the transaction then), or EXEC never
 * reached the node. With WATCH, only the node that watched knows whether a key changed; so EXEC then replies nil, as if a key
 * had changed.
 */
final class TransactionRecovery {
  private final Session session;
  private final RetryTargets targets;
  private final FailureReporter failures;
  private final TransactionReplay replay;

  TransactionRecovery(
      Session session, RetryTargets targets, FailureReporter failures, ReadAhead readAhead) {
    this.session = session;
    this.targets = targets;
    this.failures = failures;
    this.replay = new TransactionReplay(session, targets, failures, readAhead);
  }

  void retryRefused(PendingCommand head, Redirection redirection, byte[] line) throws IOException {
    Transaction transaction = head.transaction();
    NodeConnection from = head.connection();
    if (transaction.phase() == Transaction.Phase.DISCARDED) {
      answerForNode(head);
    } else if (head.step() == Transaction.WATCH) {
      watchRefused(head, redirection, line);
    } else if (transaction.isRefused() && !redirection.isTemporary()) {
      answerForNode(head);
    } else if (transaction.isTooLarge() || transaction.isRefused()) {
      session.connections.release(from);
      failures.showRefusal(head, from, line);
    } else if (transaction.watches() > 0) {
      loseWatch(head);
    } else {
      Node target = targets.next(head, redirection, from);
      if (target == null) {
        session.connections.release(from);
        failures.showRefusal(head, from, line);
      } else {
        replay.replay(head, target, redirection.kind() == Redirection.Kind.ASK, from);
        failures.recordReplayed(head, redirection, from);
      }
    }
  }

  private void watchRefused(PendingCommand head, Redirection redirection, byte[] line)
      throws IOException {
    Transaction transaction = head.transaction();
    boolean first = transaction.watches() == 1 && transaction.phase() == Transaction.Phase.WATCHING;
    if (!first || redirection.kind() == Redirection.Kind.ASK) {
      loseWatch(head);
      return;
    }
    NodeConnection from = head.connection();
    Node target = targets.next(head, redirection, from);
    if (target == null) {
      failures.showRefusal(head, from, line);
      session.connections.release(from);
    } else {
      retryWatch(head, target);
      failures.recordRedirected(head, redirection.kind(), from, head.connection());
    }
  }

  void retryLost(PendingCommand head, IOException cause) throws IOException {
    Transaction transaction = head.transaction();
    NodeConnection from = head.connection();
    if (transaction.phase() == Transaction.Phase.DISCARDED || from != transaction.connection()) {
      answerForNode(head);
      return;
    }
    Node owner = transaction.slot() < 0
        ? targets.entryNode(from)
        : session.cluster().slots().owner(transaction.slot());
    if (head.step() == Transaction.WATCH
        && transaction.watches() == 1
        && transaction.phase() == Transaction.Phase.WATCHING
        && head.attempts() == 0) {
      head.countAttempt();
      retryWatch(head, owner);
    } else if (mayHaveRun(head)) {
      throw failures.outcomeUnknownException(exec(head), from, cause);
    } else if (transaction.isRefused() && head.step() != Transaction.WATCH) {
      answerForNode(head);
    } else if (transaction.isTooLarge() || head.step() == Transaction.WATCH) {
      throw head.neverSent()
          ? failures.notExecutedException(head, owner, cause)
          : failures.outcomeUnknownException(head, from, cause);
    } else if (transaction.watches() > 0) {
      loseWatch(head);
    } else {
      session.cluster().requestRefresh();
      replay.replay(head, owner, false, from);
      failures.recordReplayed(head, null, from);
    }
  }

  /** Whether EXEC may have reached the node. */
  private boolean mayHaveRun(PendingCommand head) {
    PendingCommand exec = exec(head);
    return exec != null && !exec.neverSent();
  }

  private void retryWatch(PendingCommand head, Node target) throws IOException {
    Transaction transaction = head.transaction();
    NodeConnection from = transaction.connection();
    NodeConnection connection = targets.connect(target, head);
    if (from != null) {
      from.unpin();
      session.connections.release(from);
    }
    connection.pin();
    transaction.runsOn(connection);
    transaction.useSlot(head.slot());
    targets.send(head, connection);
  }

  /** Answers a command in place of its node: it will not run, or was sent again on the transaction's new connection. */
  private void answerForNode(PendingCommand head) {
    NodeConnection from = head.connection();
    switch (head.step()) {
      case Transaction.WATCH:
        head.answer(TransactionReplies.OK);
        break;
      case Transaction.EXEC:
        head.answer(TransactionReplies.EXECABORT);
        break;
      default:
        head.answer(TransactionReplies.QUEUED);
    }
    session.connections.release(from);
  }

  /** Marks the watch as lost, so that EXEC replies nil. */
  private void loseWatch(PendingCommand head) {
    Transaction transaction = head.transaction();
    NodeConnection from = head.connection();
    if (!transaction.isWatchLost()) {
      transaction.loseWatch();
      failures.count(from, Count.WATCHES_LOST);
    }
    PendingCommand exec = exec(head);
    if (exec != null && exec != head && exec.connection() != null) {
      exec.dropReplyOn(exec.connection());
    }
    if (exec != null) {
      exec.answer(TransactionReplies.nil(session.resp3));
    }
    if (exec != head) {
      answerForNode(head);
    } else {
      session.connections.release(from);
    }
  }

  /** Returns the EXEC of the oldest command's transaction; {@code null} when it has not been written. */
  private PendingCommand exec(PendingCommand head) {
    for (int i = 0; i < session.queue.size(); i++) {
      PendingCommand pending = session.queue.get(i);
      if (pending.transaction() == head.transaction() && pending.step() == Transaction.EXEC) {
        return pending;
      }
    }
    return null;
  }
}
