package oracle;

import java.util.List;

/** Where a random command will stand, and so what it may be. Immutable. */
final class Setting {
  final List<String> keys;
  final boolean inTransaction;
  final boolean allMasters;
  final boolean oneKeyOfEachSlot;

  private Setting(
      List<String> keys, boolean inTransaction, boolean allMasters, boolean oneKeyOfEachSlot) {
    this.keys = keys;
    this.inTransaction = inTransaction;
    this.allMasters = allMasters;
    this.oneKeyOfEachSlot = oneKeyOfEachSlot;
  }

  /** Outside of transactions, over all these keys. */
  static Setting of(List<String> keys) {
    return new Setting(keys, false, true, false);
  }

  /** Between MULTI and EXEC, over these keys of one slot. */
  Setting inTransaction(List<String> keysOfOneSlot) {
    return new Setting(keysOfOneSlot, true, false, oneKeyOfEachSlot);
  }

  /** Without the commands that all masters answer together. */
  Setting withoutAllMasters() {
    return new Setting(keys, inTransaction, false, oneKeyOfEachSlot);
  }

  /** With at most one key of each slot in a command. */
  Setting withOneKeyOfEachSlot() {
    return new Setting(keys, inTransaction, allMasters, true);
  }
}
