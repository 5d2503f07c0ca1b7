package io.clusteragent.session.transaction;

import io.clusteragent.cluster.connection.ConnectionProfile;
import io.clusteragent.cluster.topology.HashSlot;
import io.clusteragent.command.Command;
import io.clusteragent.command.Kind;
import io.clusteragent.protocol.Resp;
import io.clusteragent.session.bytes.WireCommands;
import io.clusteragent.session.send.CommandSender;
import io.clusteragent.session.state.CommandFrame;
import io.clusteragent.session.state.PendingCommand;
import io.clusteragent.session.state.Session;
import io.clusteragent.session.state.Transaction;
import io.clusteragent.session.state.TransactionReplies;
import java.io.IOException;

/**
 * Handles WATCH, MULTI, EXEC, and the commands between them.
 *
 * <p>The versions of Jedis read the replies of a transaction at very different moments: 2.x reads nothing before EXEC, 3.x
 * reads the OK of MULTI at once, {@code ReliableTransaction} reads each QUEUED. So the agent replies to MULTI at once, and
 * sends it with the first command, on the connection that {@link TransactionConnection} chooses.
 */
public final class TransactionCommands {
  private static final byte[] CROSSSLOT =
      Resp.error("CROSSSLOT Keys in request don't hash to the same slot");

  private final Session session;
  private final CommandSender sender;
  private final TransactionConnection connection;

  /** The identity for which a node has checked the right to MULTI. */
  private ConnectionProfile multiAllowedTo;

  public TransactionCommands(Session session, CommandSender sender) {
    this.session = session;
    this.sender = sender;
    this.connection = new TransactionConnection(session, sender);
  }

  /** Whether this class handles a command: it opens or ends a transaction, or belongs to an open one. */
  public boolean handles(Kind kind) {
    switch (kind) {
      case MULTI:
      case EXEC:
      case DISCARD:
      case WATCH:
      case UNWATCH:
        return true;
      default:
        return isOpen();
    }
  }

  /** Whether MULTI was sent; after WATCH alone, commands are ordinary ones. */
  public boolean isOpen() {
    return session.transaction != null && session.transaction.isOpen();
  }

  /** Whether a WATCH has no reply yet; when it is refused, it watches nothing. */
  public boolean awaitsWatch() {
    if (session.transaction == null || isOpen()) {
      return false;
    }
    for (int i = 0; i < session.queue.size(); i++) {
      PendingCommand pending = session.queue.get(i);
      if (pending.transaction() == session.transaction && pending.step() == Transaction.WATCH) {
        return true;
      }
    }
    return false;
  }

  /** Whether the open transaction selects a database. */
  public boolean selectsDatabase() {
    return isOpen() && !session.transaction.selects().isEmpty();
  }

  public void dispatch(CommandFrame frame, int key) throws IOException {
    Command command = frame.command();
    int slot = key < 0 ? -1 : HashSlot.of(frame.request(), key);
    switch (command.kind()) {
      case WATCH:
        watch(frame, slot);
        return;
      case UNWATCH:
        unwatch(frame);
        return;
      case MULTI:
        multi(frame);
        return;
      case EXEC:
        exec(frame);
        return;
      case DISCARD:
        discard(frame);
        return;
      default:
        byte[] script = session.context().scripts().asEval(command, frame.request());
        if (script != null) {
          frame.place(script, 0, script.length);
        }
        queue(frame, slot);
    }
  }

  private void watch(CommandFrame frame, int slot) {
    if (isOpen()) {
      queue(frame, slot); // the reply differs between servers
      return;
    }
    if (slot < 0) {
      sender.send(session.connections.entry(), frame, -1);
      return;
    }
    Transaction transaction = session.transaction;
    if (transaction == null) {
      transaction = new Transaction();
      transaction.useSlot(slot);
      connection.connect(transaction);
      session.transaction = transaction;
    } else if (transaction.slot() != slot) {
      sender.answer(CROSSSLOT);
      return;
    }
    transaction.watchSent();
    PendingCommand pending = sender.send(transaction.connection(), frame, slot);
    pending.belongsTo(transaction, Transaction.WATCH);
  }

  private void unwatch(CommandFrame frame) {
    Transaction transaction = session.transaction;
    if (isOpen()) {
      queue(frame, -1);
    } else if (transaction == null) {
      sender.answer(TransactionReplies.OK);
    } else {
      transaction.enter(Transaction.Phase.DISCARDED);
      sendLast(transaction, frame);
    }
  }

  /**
   * Sends UNWATCH or DISCARD as the last command. When it is refused, the connection is closed, because no other session may
   * use it.
   */
  private void sendLast(Transaction transaction, CommandFrame frame) {
    sender.send(transaction.connection(), frame, -1).requireSuccess();
    connection.end(transaction);
  }

  private void multi(CommandFrame frame) {
    if (isOpen()) {
      queue(frame, -1); // the reply differs between servers
      return;
    }
    boolean asks = mayBeRefused();
    if (session.transaction == null) {
      session.transaction = new Transaction();
    }
    session.transaction.enter(Transaction.Phase.OPEN);
    if (!asks) {
      sender.answer(TransactionReplies.OK);
      return;
    }
    multiAllowedTo = session.identity();
    sender.send(session.connections.entry(), frame, -1);
    sender.sendUnseen(session.entryConnection(), WireCommands.DISCARD).requireSuccess();
  }

  /**
   * Whether a node has to check MULTI first: a user may lack the right to it, and then the commands behind it must not run one
   * by one.
   *
   * <p>The check is made once for each identity of the session that has credentials, and not on a connection that may be
   * watching.
   */
  public boolean mayBeRefused() {
    return session.transaction == null
        && session.identity().carriesCredentials()
        && !session.identity().equals(multiAllowedTo);
  }

  private void queue(CommandFrame frame, int slot) {
    Command command = frame.command();
    Transaction transaction = session.transaction;
    if (command.concernsAllNodes()) {
      refuse("ERR " + command.name()
          + " concerns all nodes of the cluster, and a transaction runs on one");
      return;
    }
    if (slot >= 0) {
      if (transaction.slot() >= 0 && transaction.slot() != slot) {
        transaction.refuse();
        sender.answer(CROSSSLOT);
        return;
      }
      boolean firstKey = transaction.slot() < 0;
      transaction.useSlot(slot);
      if (firstKey && transaction.phase() == Transaction.Phase.BEGUN) {
        connection.move(transaction);
      }
    }
    if (transaction.phase() != Transaction.Phase.BEGUN) {
      connection.begin(transaction);
    }
    transaction.keep(frame);
    PendingCommand pending = sender.send(transaction.connection(), frame, transaction.slot());
    pending.belongsTo(transaction, transaction.nextStep());
  }

  /** Refuses a command that the open transaction cannot contain; the transaction must not run without it. */
  public void refuse(String error) {
    session.transaction.refuse();
    sender.refuse(error);
  }

  private void exec(CommandFrame frame) {
    Transaction transaction = session.transaction;
    if (!isOpen()) {
      sender.send(session.connections.entry(), frame, -1); // for the server's own error
      return;
    }
    if (transaction.isRefused() || transaction.isWatchLost()) {
      connection.abandon(transaction);
      sender.answer(
          transaction.isRefused()
              ? TransactionReplies.EXECABORT
              : TransactionReplies.nil(session.resp3));
      return;
    }
    if (transaction.phase() != Transaction.Phase.BEGUN) {
      if (transaction.steps() == 0 && transaction.watches() == 0) {
        session.transaction = null;
        sender.answer(TransactionReplies.EMPTY_ARRAY);
        return;
      }
      connection.begin(transaction);
    }
    PendingCommand pending = sender.send(transaction.connection(), frame, transaction.slot());
    pending.belongsTo(transaction, Transaction.EXEC);
    connection.end(transaction);
  }

  private void discard(CommandFrame frame) {
    Transaction transaction = session.transaction;
    if (!isOpen()) {
      sender.send(session.connections.entry(), frame, -1);
    } else if (transaction.phase() == Transaction.Phase.BEGUN && transaction.connection() != null) {
      transaction.enter(Transaction.Phase.DISCARDED);
      sendLast(transaction, frame);
    } else {
      connection.abandon(transaction);
      sender.answer(TransactionReplies.OK);
    }
  }

  /** Abandons the transaction after RESET. */
  public void reset() {
    if (session.transaction != null) {
      connection.abandon(session.transaction);
    }
  }
}
