package io.clusteragent.session;

import io.clusteragent.cluster.HashSlot;
import io.clusteragent.cluster.NodeConnection;
import io.clusteragent.command.Command;
import io.clusteragent.command.Kind;
import io.clusteragent.protocol.Request;
import io.clusteragent.protocol.Resp;
import java.io.IOException;

/**
 * WATCH, MULTI, EXEC and what stands between.
 *
 * <p>Jedis's lines read the replies of a transaction at very different moments: 2.x nothing before EXEC, 3.x the OK of
 * MULTI at once, {@code ReliableTransaction} each QUEUED. So MULTI is answered here, at once, and sent with the first
 * command. Until a key shows the node, that is the application's own; then the transaction moves.
 */
final class TransactionCommands {
  static final byte[] MULTI = Resp.command("MULTI");
  static final byte[] DISCARD = Resp.command("DISCARD");
  static final byte[] QUEUED = Resp.simple("QUEUED");
  private static final byte[] UNWATCH = Resp.command("UNWATCH");
  private static final byte[] OK = Resp.simple("OK");
  private static final byte[] EMPTY_ARRAY = Resp.ascii("*0\r\n");
  private static final byte[] NIL_RESP2 = Resp.ascii("*-1\r\n");
  private static final byte[] NIL_RESP3 = Resp.ascii("_\r\n");
  private static final byte[] CROSSSLOT =
      Resp.error("CROSSSLOT Keys in request don't hash to the same slot");
  static final byte[] EXECABORT =
      Resp.error("EXECABORT Transaction discarded because of previous errors.");

  private final Session session;
  private final Outbox outbox;

  TransactionCommands(Session session, Outbox outbox) {
    this.session = session;
    this.outbox = outbox;
  }

  /** Whether the command is for here: it opens, closes or stands inside a transaction. */
  boolean takes(Kind kind) {
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

  /** Whether MULTI was said; WATCH alone leaves commands ordinary. */
  boolean isOpen() {
    return session.transaction != null && session.transaction.open;
  }

  void dispatch(
      Command command, int key, Request request, byte[] bytes, int from, int length, boolean alone)
      throws IOException {
    switch (command.kind()) {
      case WATCH:
        watch(command, key, request, bytes, from, length, alone);
        return;
      case UNWATCH:
        unwatch(command, bytes, from, length, alone);
        return;
      case MULTI:
        multi(command, bytes, from, length, alone);
        return;
      case EXEC:
        exec(command, bytes, from, length, alone);
        return;
      case DISCARD:
        discard(command, bytes, from, length, alone);
        return;
      default:
        queue(command, key, request, bytes, from, length, alone);
    }
  }

  private void watch(
      Command command,
      int key,
      Request request,
      byte[] bytes,
      int from,
      int length,
      boolean alone) {
    if (isOpen()) {
      queue(command, key, request, bytes, from, length, alone); // servers differ in what they say
      return;
    }
    if (key < 0) {
      outbox.send(session.own(), command, -1, bytes, from, length, alone);
      return;
    }
    int slot = slot(request, key);
    Transaction transaction = session.transaction;
    if (transaction == null) {
      transaction = new Transaction();
      transaction.slot = slot;
      connect(transaction);
      session.transaction = transaction;
    } else if (transaction.slot != slot) {
      outbox.answer(CROSSSLOT);
      return;
    }
    transaction.watches++;
    Pending pending =
        outbox.send(transaction.connection, command, slot, bytes, from, length, alone);
    pending.transaction = transaction;
    pending.step = Transaction.WATCH;
  }

  /** Takes the connection of the transaction's slot; a node that cannot be reached leaves it {@code null}. */
  private void connect(Transaction transaction) {
    transaction.connection =
        transaction.slot < 0 ? session.own() : outbox.connectionFor(transaction.slot);
    if (transaction.connection != null) {
      transaction.connection.pin();
    }
  }

  private void unwatch(Command command, byte[] bytes, int from, int length, boolean alone) {
    Transaction transaction = session.transaction;
    if (isOpen()) {
      queue(command, -1, null, bytes, from, length, alone);
    } else if (transaction == null) {
      outbox.answer(OK);
    } else {
      transaction.discarded = true;
      outbox.send(transaction.connection, command, -1, bytes, from, length, alone);
      end(transaction);
    }
  }

  private void multi(Command command, byte[] bytes, int from, int length, boolean alone) {
    if (isOpen()) {
      queue(command, -1, null, bytes, from, length, alone); // servers differ in what they say
      return;
    }
    if (session.transaction == null) {
      session.transaction = new Transaction();
    }
    session.transaction.open = true;
    outbox.answer(OK);
  }

  private void queue(
      Command command,
      int key,
      Request request,
      byte[] bytes,
      int from,
      int length,
      boolean alone) {
    Transaction transaction = session.transaction;
    if (command.concernsAllNodes()) {
      refuse("ERR " + command.name()
          + " concerns all nodes of the cluster, and a transaction runs on one");
      return;
    }
    if (key >= 0) {
      int slot = slot(request, key);
      if (transaction.slot >= 0 && transaction.slot != slot) {
        transaction.refused = true;
        outbox.answer(CROSSSLOT);
        return;
      }
      boolean firstKey = transaction.slot < 0;
      transaction.slot = slot;
      if (firstKey && transaction.begun) {
        move(transaction);
      }
    }
    if (!transaction.begun) {
      begin(transaction);
    }
    keep(transaction, bytes, from, length);
    Pending pending =
        outbox.send(transaction.connection, command, transaction.slot, bytes, from, length, alone);
    pending.transaction = transaction;
    pending.step = transaction.steps++;
  }

  /** A command that the open transaction cannot hold, and without which it shall not run. */
  void refuse(String error) {
    session.transaction.refused = true;
    outbox.refuse(error);
  }

  /** Sends MULTI to the node of the transaction's slot, or to the application's own before the first key. */
  private void begin(Transaction transaction) {
    if (transaction.connection == null) {
      connect(transaction);
    }
    transaction.begun = true;
    outbox.sendUnseen(transaction.connection, MULTI);
  }

  /** The first key shows that the transaction, with the commands so far, belongs to another node than the own one. */
  private void move(Transaction transaction) {
    NodeConnection from = transaction.connection;
    NodeConnection to = outbox.connectionFor(transaction.slot);
    if (to == from || transaction.unkept) {
      return;
    }
    outbox.sendUnseen(from, DISCARD);
    from.unpin();
    transaction.connection = to;
    outbox.sendUnseen(to, MULTI);
    if (to == null) {
      return;
    }
    to.pin();
    outbox.put(to, transaction.commands.bytes(), 0, transaction.commands.size(), false);
    for (int step = 0; step < transaction.steps; step++) {
      to.expectReply();
      Pending pending = session.queue.add();
      pending.reset(Pending.Action.SWALLOW, Command.UNKNOWN, -1, to);
      pending.endMark = to.mark();
    }
  }

  private void exec(Command command, byte[] bytes, int from, int length, boolean alone) {
    Transaction transaction = session.transaction;
    if (!isOpen()) {
      outbox.refuse("ERR EXEC without MULTI");
      return;
    }
    if (transaction.refused || transaction.watchLost) {
      abandon(transaction);
      outbox.answer(transaction.refused ? EXECABORT : nil(session.resp3));
      return;
    }
    if (!transaction.begun) {
      if (transaction.steps == 0 && transaction.watches == 0) {
        session.transaction = null;
        outbox.answer(EMPTY_ARRAY);
        return;
      }
      begin(transaction);
    }
    Pending pending =
        outbox.send(transaction.connection, command, transaction.slot, bytes, from, length, alone);
    pending.transaction = transaction;
    pending.step = Transaction.EXEC;
    end(transaction);
  }

  private void discard(Command command, byte[] bytes, int from, int length, boolean alone) {
    Transaction transaction = session.transaction;
    if (!isOpen()) {
      outbox.refuse("ERR DISCARD without MULTI");
    } else if (transaction.begun && transaction.connection != null) {
      transaction.discarded = true;
      outbox.send(transaction.connection, command, -1, bytes, from, length, alone);
      end(transaction);
    } else {
      abandon(transaction);
      outbox.answer(OK);
    }
  }

  /** RESET: whatever was begun is forgotten. */
  void reset() {
    if (session.transaction != null) {
      abandon(session.transaction);
    }
  }

  /** Leaves the transaction without asking the application: on the server it must not stay open. */
  private void abandon(Transaction transaction) {
    transaction.discarded = true;
    if (transaction.connection == null) {
      end(transaction);
      return;
    }
    if (transaction.begun) {
      outbox.sendUnseen(transaction.connection, DISCARD);
    } else if (transaction.watches > 0) {
      outbox.sendUnseen(transaction.connection, UNWATCH);
    }
    end(transaction);
  }

  /** The last command of the transaction is written; until its reply is read, that reply keeps the connection. */
  private void end(Transaction transaction) {
    transaction.ended = true;
    if (transaction.connection != null) {
      transaction.connection.unpin();
    }
    session.transaction = null;
  }

  private static void keep(Transaction transaction, byte[] bytes, int from, int length) {
    if (transaction.unkept || transaction.commands.size() + (long) length > RequestLog.LIMIT) {
      transaction.unkept = true;
    } else {
      transaction.commands.append(bytes, from, length);
    }
  }

  private static int slot(Request request, int key) {
    return HashSlot.of(request, key);
  }

  static byte[] nil(boolean resp3) {
    return resp3 ? NIL_RESP3 : NIL_RESP2;
  }
}
