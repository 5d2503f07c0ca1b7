package io.clusteragent.session.transaction;

import io.clusteragent.cluster.connection.NodeConnection;
import io.clusteragent.command.Command;
import io.clusteragent.session.bytes.WireCommands;
import io.clusteragent.session.send.CommandSender;
import io.clusteragent.session.state.PendingCommand;
import io.clusteragent.session.state.PendingReply;
import io.clusteragent.session.state.Session;
import io.clusteragent.session.state.Transaction;

/**
 * Chooses the connection of a transaction, and sends the agent's own commands there.
 *
 * <p>The connection watches keys and queues commands. Until a key shows the node it is the entry connection; then the
 * transaction moves.
 */
final class TransactionConnection {

  private final Session session;
  private final CommandSender sender;

  TransactionConnection(Session session, CommandSender sender) {
    this.session = session;
    this.sender = sender;
  }

  /** Takes the connection of the transaction's slot; when the node cannot be reached, the connection is {@code null}. */
  void connect(Transaction transaction) {
    NodeConnection connection = transaction.slot() < 0
        ? session.connections.entry()
        : sender.connectionFor(transaction.slot());
    transaction.runsOn(connection);
    if (connection != null) {
      connection.pin();
    }
  }

  /** Sends MULTI to the node of the transaction's slot, or to the entry node before the first key. */
  void begin(Transaction transaction) {
    if (transaction.connection() == null) {
      connect(transaction);
    }
    transaction.enter(Transaction.Phase.BEGUN);
    sender.sendUnseen(transaction.connection(), WireCommands.MULTI);
  }

  /**
   * Moves the transaction with its commands so far, when the first key shows that it belongs to another node than the entry
   * node.
   */
  void move(Transaction transaction) {
    NodeConnection from = transaction.connection();
    NodeConnection to = sender.connectionFor(transaction.slot());
    if (to == from || transaction.isTooLarge()) {
      return;
    }
    sender.sendUnseen(from, WireCommands.DISCARD).requireSuccess();
    from.unpin();
    transaction.runsOn(to);
    sender.sendUnseen(to, WireCommands.MULTI);
    if (to == null) {
      return;
    }
    to.pin();
    sender.append(to, transaction.commands().bytes(), 0, transaction.commands().size());
    for (int step = 0; step < transaction.steps(); step++) {
      to.expectReply();
      PendingCommand pending = session.queue.add();
      pending.begin(PendingReply.Action.DROP, Command.UNKNOWN, -1, to);
      pending.written();
    }
  }

  /** Ends the transaction without a command of the application, so that it does not stay open on the server. */
  void abandon(Transaction transaction) {
    boolean begun = transaction.phase() == Transaction.Phase.BEGUN;
    transaction.enter(Transaction.Phase.DISCARDED);
    if (transaction.connection() != null && begun) {
      sender.sendUnseen(transaction.connection(), WireCommands.DISCARD).requireSuccess();
    } else if (transaction.connection() != null && transaction.watches() > 0) {
      sender.sendUnseen(transaction.connection(), WireCommands.UNWATCH).requireSuccess();
    }
    end(transaction);
  }

  /** Ends the transaction after its last command is written; the pending reply holds the connection until it is read. */
  void end(Transaction transaction) {
    if (transaction.connection() != null) {
      transaction.connection().unpin();
    }
    session.transaction = null;
  }
}
