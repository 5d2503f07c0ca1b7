package io.clusteragent.session.recovery;

import io.clusteragent.cluster.connection.NodeConnection;
import io.clusteragent.cluster.node.Node;
import io.clusteragent.cluster.topology.Redirection;
import io.clusteragent.command.Command;
import io.clusteragent.metrics.Count;
import io.clusteragent.session.bytes.WireCommands;
import io.clusteragent.session.state.PendingCommand;
import io.clusteragent.session.state.PendingReply;
import io.clusteragent.session.state.Session;
import io.clusteragent.session.state.Transaction;
import java.io.IOException;

/**
 * Sends a transaction again on another node, from MULTI to its last written command.
 *
 * <p>Nothing runs before EXEC, which follows only when the node has queued all commands.
 */
final class TransactionReplay {
  private final Session session;
  private final RetryTargets targets;
  private final FailureReporter failures;
  private final ReadAhead readAhead;

  TransactionReplay(
      Session session, RetryTargets targets, FailureReporter failures, ReadAhead readAhead) {
    this.session = session;
    this.targets = targets;
    this.failures = failures;
    this.readAhead = readAhead;
  }

  /**
   * Replays the transaction of the oldest command.
   *
   * <p>The application then gets the replies to it and to all other unanswered commands. When nodes refuse the replay for too
   * long, the application sees the last refusal.
   *
   * @param target {@code null} when no node is known
   * @param asking whether the slot is moving to the target
   * @param from the connection that the transaction leaves, or {@code null}
   */
  void replay(PendingCommand head, Node target, boolean asking, NodeConnection from)
      throws IOException {
    Transaction transaction = head.transaction();
    byte[][] replies;
    NodeConnection connection;
    Node node = target;
    boolean ask = asking;
    while (true) {
      connection = targets.connect(node, head);
      replies = queueAgain(transaction, connection, ask && connection.node() == node);
      byte[] refusal = refusal(replies);
      if (refusal == null) {
        break;
      }
      connection.expectReply();
      connection.write(WireCommands.DISCARD, 0, WireCommands.DISCARD.length);
      readLine(connection);
      Redirection redirection = Redirection.of(refusal, 0, refusal.length - 2);
      failures.count(connection, redirection.kind().count());
      node = targets.next(head, redirection, connection);
      ask = redirection.kind() == Redirection.Kind.ASK;
      session.connections.release(connection);
      if (node == null) {
        failures.showRefusal(head, connection, refusal);
        session.connections.release(from);
        return;
      }
    }
    failures.count(connection, Count.TRANSACTIONS_REPLAYED);
    settle(head, replies, connection, from);
  }

  /** Sends MULTI and all commands queued so far, and reads the replies, one for each command. */
  private byte[][] queueAgain(Transaction transaction, NodeConnection connection, boolean asking)
      throws IOException {
    if (asking) { // the node applies it until EXEC
      connection.expectReply();
      connection.append(WireCommands.ASKING, 0, WireCommands.ASKING.length);
    }
    connection.expectReply();
    connection.append(WireCommands.MULTI, 0, WireCommands.MULTI.length);
    connection.append(transaction.commands().bytes(), 0, transaction.commands().size());
    connection.flush();
    if (asking) {
      readLine(connection);
    }
    readLine(connection);
    byte[][] replies = new byte[transaction.steps()][];
    for (int step = 0; step < replies.length; step++) {
      connection.expectReply();
      replies[step] = readLine(connection);
    }
    return replies;
  }

  private byte[] readLine(NodeConnection connection) throws IOException {
    try {
      byte[] line = readAhead.reply(connection);
      connection.replyRead();
      return line;
    } catch (IOException e) {
      session.connections.release(connection);
      throw e;
    }
  }

  private static byte[] refusal(byte[][] replies) {
    for (byte[] reply : replies) {
      if (reply[0] == '-'
          && Redirection.of(reply, 0, reply.length - 2).kind() != Redirection.Kind.NONE) {
        return reply;
      }
    }
    return null;
  }

  /** Answers each unanswered command of the transaction with its reply from the replay. */
  private void settle(
      PendingCommand head, byte[][] replies, NodeConnection connection, NodeConnection from) {
    Transaction transaction = head.transaction();
    boolean execWritten = false;
    for (int i = 0; i < session.queue.size(); i++) {
      PendingCommand pending = session.queue.get(i);
      if (pending.transaction() != transaction) {
        continue;
      }
      if (pending != head && pending.connection() != null) {
        pending.dropReplyOn(pending.connection());
      }
      if (pending.step() == Transaction.EXEC) {
        execWritten = true;
        connection.expectReply();
        connection.write(WireCommands.EXEC, 0, WireCommands.EXEC.length);
        // Only its reply ends the failure: refused again, it waits within the same deadline.
        pending.shareAttemptsOf(head);
        pending.writtenTo(connection);
      } else {
        pending.answer(replies[pending.step()]);
      }
    }
    transaction.runsOn(connection);
    if (!execWritten) {
      connection.pin();
      if (from != null) {
        from.unpin();
        discardOpenTransaction(from);
      }
    }
    session.connections.release(from);
  }

  /** Discards the transaction on the node that refused a part of it, where it is still open. */
  private void discardOpenTransaction(NodeConnection from) {
    if (from.isDead()) {
      return;
    }
    PendingCommand pending = session.queue.add();
    pending.begin(PendingReply.Action.DROP, Command.UNKNOWN, -1, from);
    from.expectReply();
    from.write(WireCommands.DISCARD, 0, WireCommands.DISCARD.length);
    pending.written();
    pending.requireSuccess();
  }
}
