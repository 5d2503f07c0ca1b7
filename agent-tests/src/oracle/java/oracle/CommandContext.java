package oracle;

import java.util.List;

/** Describes where a random command is used, which restricts the commands that are possible. Immutable. */
final class CommandContext {
  final List<String> keys;
  final boolean inTransaction;
  final boolean allMasters;
  final boolean oneKeyOfEachSlot;

  private CommandContext(
      List<String> keys, boolean inTransaction, boolean allMasters, boolean oneKeyOfEachSlot) {
    this.keys = keys;
    this.inTransaction = inTransaction;
    this.allMasters = allMasters;
    this.oneKeyOfEachSlot = oneKeyOfEachSlot;
  }

  /** A command outside of transactions, on any of these keys. */
  static CommandContext of(List<String> keys) {
    return new CommandContext(keys, false, true, false);
  }

  /** A command between MULTI and EXEC, on these keys of one slot. */
  CommandContext inTransaction(List<String> keysOfOneSlot) {
    return new CommandContext(keysOfOneSlot, true, false, oneKeyOfEachSlot);
  }

  /** Excludes the commands that go to all masters. */
  CommandContext withoutAllMasters() {
    return new CommandContext(keys, inTransaction, false, oneKeyOfEachSlot);
  }

  /** Allows at most one key of each slot in a command. */
  CommandContext withOneKeyOfEachSlot() {
    return new CommandContext(keys, inTransaction, allMasters, true);
  }
}
