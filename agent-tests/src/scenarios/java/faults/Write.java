// since 3.10
package faults;

import java.util.function.IntConsumer;

/** Issues the next write of one key, or of several keys that are always written together. */
final class Write implements Step {
  private final IntConsumer command;
  private final WriteHistory[] histories;

  /**
   * @param command sends the write with a number; its outcome is recorded in all histories
   */
  Write(IntConsumer command, WriteHistory... histories) {
    this.command = command;
    this.histories = histories;
  }

  @Override
  public boolean run(ThreadStatistics statistics) {
    int issued = 0;
    for (WriteHistory history : histories) {
      issued = history.issue();
    }
    int number = issued;
    Outcome outcome = statistics.attempt(() -> command.accept(number));
    for (WriteHistory history : histories) {
      history.settle(number, outcome);
    }
    return outcome == Outcome.DONE;
  }
}
