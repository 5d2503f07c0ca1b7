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
 * Where a transaction is: the connection that watches and queues, and what the agent says there for itself. Until a key
 * shows the node, that is the application's own; then the transaction moves.
 */
final class TransactionConnection {

  private final Session session;
  private final CommandSender sender;

  TransactionConnection(Session session, CommandSender sender) {
    this.session = session;
    this.sender = sender;
  }

  /** Takes the connection of the transaction's slot; a node that cannot be reached leaves it {@code null}. */
  void connect(Transaction transaction) {
    NodeConnection connection = transaction.slot() < 0
        ? session.entryConnection()
        : sender.connectionFor(transaction.slot());
    transaction.runsOn(connection);
    if (connection != null) {
      connection.pin();
    }
  }

  /** Sends MULTI to the node of the transaction's slot, or to the application's own before the first key. */
  void begin(Transaction transaction) {
    if (transaction.connection() == null) {
      connect(transaction);
    }
    transaction.enter(Transaction.Phase.BEGUN);
    sender.sendUnseen(transaction.connection(), WireCommands.MULTI);
  }

  /** The first key shows that the transaction, with the commands so far, belongs to another node than the own one. */
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
      pending.begin(PendingReply.Action.SWALLOW, Command.UNKNOWN, -1, to);
      pending.written();
    }
  }

  /** Leaves the transaction without asking the application: on the server it must not stay open. */
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

  /** The last command of the transaction is written; until its reply is read, that reply keeps the connection. */
  void end(Transaction transaction) {
    if (transaction.connection() != null) {
      transaction.connection().unpin();
    }
    session.transaction = null;
  }
}
