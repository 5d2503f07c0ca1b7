// since 3.10
package faults;

import java.util.List;
import java.util.function.Supplier;

/** Reads what the thread itself has written: the number of the newest write, under each of the keys. */
final class Read implements Step {
  private final Account account;
  private final Ledger ledger;
  private final Supplier<List<String>> command;
  /** The newest write that is not in doubt any more; below the last acknowledged one after a loss. */
  private int known;

  private int doneWhenKnown;

  Read(Account account, Ledger ledger, Supplier<List<String>> command) {
    this.account = account;
    this.ledger = ledger;
    this.command = command;
  }

  @Override
  public boolean run(Tally tally) {
    return tally.attempt(() -> check(command.get())) == Outcome.DONE;
  }

  private void check(List<String> values) {
    int seen = number(values.get(0));
    for (String value : values) {
      if (number(value) != seen) {
        ledger.note("torn " + account.key + ' ' + values);
      }
    }
    if (account.lastDone() > doneWhenKnown) {
      doneWhenKnown = account.lastDone();
      known = doneWhenKnown;
    }
    // A write in doubt may still come, after later ones too.
    boolean right = seen == known || seen > 0 && account.isUnknown(seen);
    if (!right) {
      ledger.note("wrong " + account.key + ' ' + seen + ' ' + account.issued());
      known = seen;
    }
  }

  private static int number(String value) {
    return value == null ? 0 : Integer.parseInt(value);
  }
}
