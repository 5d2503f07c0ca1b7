package io.clusteragent.audit;

import io.clusteragent.cluster.topology.HashSlot;
import io.clusteragent.command.Command;
import io.clusteragent.command.CommandTable;
import io.clusteragent.command.KeyPositions;
import io.clusteragent.command.Kind;
import io.clusteragent.protocol.Request;

/**
 * Checks one connection's commands with the same table that routes them on a cluster. Not thread-safe: its owner
 * synchronizes the calls.
 */
final class CompatibilityCheck {
  private static final int NO_SLOT = -1;

  private final CommandTable table = CommandTable.builtIn();
  private final FindingLog log;
  private final KeyPositions keys = new KeyPositions();
  private boolean inTransaction;

  /** The slot of the first key since WATCH or MULTI, or {@link #NO_SLOT}. */
  private int transactionSlot = NO_SLOT;

  private byte[] transactionKey;

  CompatibilityCheck(FindingLog log) {
    this.log = log;
  }

  /** Checks a command that has arrived in full. */
  void check(Request request) {
    Command command = table.find(request);
    if (command == null || command.unknown()) {
      log.addUnknown();
      return;
    }
    switch (command.kind()) {
      case MULTI:
        inTransaction = true;
        log.addCompatible(NO_SLOT);
        return;
      case EXEC:
      case DISCARD:
        endTransaction(inTransaction); // without MULTI it is an error, and WATCH stays in effect
        return;
      case RESET:
        endTransaction(true);
        return;
      case UNWATCH:
        endTransaction(!inTransaction);
        return;
      case SSUBSCRIBE:
      case SUNSUBSCRIBE:
        log.addCompatible(NO_SLOT); // each channel goes to its own shard
        return;
      default:
        checkOrdinary(command, request);
    }
  }

  private void endTransaction(boolean ends) {
    if (ends) {
      inTransaction = false;
      transactionSlot = NO_SLOT;
      transactionKey = null;
    }
    log.addCompatible(NO_SLOT);
  }

  private void checkOrdinary(Command command, Request request) {
    Compatibility limit = ServerLimits.of(command, request);
    int key = command.firstKey(request);
    if (limit != null) {
      log.add(limit, command);
    } else if (inTransaction && command.kind().setsUpConnection()) {
      log.add(Compatibility.CONNECTION_IN_TRANSACTION, command);
    } else if (key >= 0) {
      checkKeys(command, request, key);
    } else if (command.concernsAllNodes()) {
      log.add(
          inTransaction ? Compatibility.ALL_NODES_IN_TRANSACTION : Compatibility.ALL_MASTERS,
          command);
    } else if (ScriptKeys.areUndeclared(command, request)) {
      log.add(Compatibility.SCRIPT_WITHOUT_KEYS, command);
    } else {
      log.addCompatible(NO_SLOT);
    }
  }

  private void checkKeys(Command command, Request request, int key) {
    int slot = slot(request, key);
    boolean watches = command.kind() == Kind.WATCH;
    if (inTransaction || watches) {
      if (transactionSlot == NO_SLOT) {
        transactionSlot = slot;
        transactionKey = request.copy(key);
      } else if (slot != transactionSlot) {
        Compatibility compatibility =
            inTransaction ? Compatibility.TRANSACTION_OVER_SLOTS : Compatibility.WATCH_OVER_SLOTS;
        log.add(compatibility, command, transactionKey, request.copy(key));
        return;
      }
    }
    int other = keyElsewhere(command, request, slot);
    if (other < 0) {
      log.addCompatible(slot);
    } else {
      Compatibility compatibility = watches
          ? Compatibility.WATCH_OVER_SLOTS
          : command.splits() && !inTransaction ? Compatibility.SPLIT : Compatibility.SEVERAL_SLOTS;
      log.add(compatibility, command, request.copy(key), request.copy(other));
    }
  }

  /** The index of a key in another slot than the first key; -1 when there is none. */
  private int keyElsewhere(Command command, Request request, int slot) {
    keys.clear();
    command.keys(request, keys);
    for (int i = 0; i < keys.size(); i++) {
      if (slot(request, keys.get(i)) != slot) {
        return keys.get(i);
      }
    }
    return -1;
  }

  private static int slot(Request request, int key) {
    return HashSlot.of(request, key);
  }
}
