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
    int number = 0;
    for (Account account : accounts) {
      number = account.issue();
    }
    long begun = Clock.millis();
    try {
      command.accept(number);
      settle(number, Outcome.DONE);
      tally.succeeded(1, begun);
      return true;
    } catch (RuntimeException e) {
      Outcome outcome = Outcome.of(e);
      settle(number, outcome);
      tally.failed(e, outcome, begun);
      return false;
    }
  }

  private void settle(int number, Outcome outcome) {
    for (Account account : accounts) {
      account.settle(number, outcome);
    }
  }
}
