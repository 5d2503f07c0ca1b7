// since 3.10
package faults;

import java.util.List;
import java.util.function.Supplier;

/** Reads keys that the thread itself has written, and checks that they hold the number of its newest write. */
final class Read implements Step {
  private final WriteHistory history;
  private final RoundLog log;
  private final Supplier<List<String>> command;
  /** The newest write whose outcome is known; less than the last acknowledged write after a loss. */
  private int known;

  private int doneWhenKnown;

  Read(WriteHistory history, RoundLog log, Supplier<List<String>> command) {
    this.history = history;
    this.log = log;
    this.command = command;
  }

  @Override
  public boolean run(ThreadStatistics statistics) {
    return statistics.attempt(() -> check(command.get())) == Outcome.DONE;
  }

  private void check(List<String> values) {
    int seen = number(values.get(0));
    for (String value : values) {
      if (number(value) != seen) {
        log.note("torn " + history.key + ' ' + values);
      }
    }
    if (history.lastDone() > doneWhenKnown) {
      doneWhenKnown = history.lastDone();
      known = doneWhenKnown;
    }
    // A write with an unknown outcome may still be executed, also after later writes.
    boolean right = seen == known || seen > 0 && history.isUnknown(seen);
    if (!right) {
      log.note("wrong " + history.key + ' ' + seen + ' ' + history.issued());
      known = seen;
    }
  }

  private static int number(String value) {
    return value == null ? 0 : Integer.parseInt(value);
  }
}
