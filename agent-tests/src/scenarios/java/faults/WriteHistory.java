// since 3.10
package faults;

import java.util.Arrays;

/**
 * Records the writes of one thread to one key, with their outcomes. The writes are numbered from 1 in the order in which they
 * are issued. Owned by that thread until it has ended.
 */
final class WriteHistory {
  private static final long UNKNOWN = -1;
  private static final long REFUSED = -2;

  final String key;
  private final String kind;
  private final int shard;
  /** For each write the time of its acknowledgement, or one of the constants above. */
  private long[] outcomes = new long[8];

  private int issued;
  private int lastDone;

  /**
   * @param kind the type of the key, for the harness: {@code list}, {@code counter}, {@code register} ...
   */
  WriteHistory(String kind, int shard, String key) {
    this.kind = kind;
    this.shard = shard;
    this.key = key;
  }

  /** Issues the next write, and returns its number. Its outcome is unknown until {@link #settle}. */
  int issue() {
    if (issued == outcomes.length) {
      outcomes = Arrays.copyOf(outcomes, 2 * issued);
    }
    outcomes[issued] = UNKNOWN;
    return ++issued;
  }

  void settle(int number, Outcome outcome) {
    switch (outcome) {
      case DONE:
        outcomes[number - 1] = Clock.millis();
        lastDone = Math.max(lastDone, number);
        break;
      case REFUSED:
        outcomes[number - 1] = REFUSED;
        break;
      default:
        outcomes[number - 1] = UNKNOWN;
    }
  }

  int issued() {
    return issued;
  }

  /** The number of the newest acknowledged write; 0 if there is none. */
  int lastDone() {
    return lastDone;
  }

  boolean isUnknown(int number) {
    return outcomes[number - 1] == UNKNOWN;
  }

  /**
   * {@code history KIND SHARD KEY BASE OUTCOME...}. The outcome of an acknowledged write is the time in milliseconds since the
   * previous acknowledged write (the first: since BASE), of an unknown one {@code ?}, of a refused one {@code !}.
   */
  String line() {
    StringBuilder line = new StringBuilder("history ").append(kind).append(' ').append(shard);
    long before = 0;
    for (int i = 0; i < issued && before == 0; i++) {
      before = Math.max(outcomes[i], 0);
    }
    line.append(' ').append(key).append(' ').append(before);
    for (int i = 0; i < issued; i++) {
      if (outcomes[i] < 0) {
        line.append(outcomes[i] == UNKNOWN ? " ?" : " !");
      } else {
        line.append(' ').append(outcomes[i] - before);
        before = outcomes[i];
      }
    }
    return line.toString();
  }
}
