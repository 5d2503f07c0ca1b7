// since 3.10
package faults;

import java.util.function.IntConsumer;

/** Issues the next write of an account, or of several that always grow together. */
final class Write implements Step {
  private final IntConsumer command;
  private final Account[] accounts;

  /**
   * Does nothing yet.
   *
   * @param command sends the write with this number; its outcome is that of all accounts
   */
  Write(IntConsumer command, Account... accounts) {
    this.command = command;
    this.accounts = accounts;
  }

  @Override
  public boolean run(Tally tally) {
    int issued = 0;
    for (Account account : accounts) {
      issued = account.issue();
    }
    int number = issued;
    Outcome outcome = tally.attempt(() -> command.accept(number));
    for (Account account : accounts) {
      account.settle(number, outcome);
    }
    return outcome == Outcome.DONE;
  }
}
