// since 3.10
package faults;

import java.util.Arrays;

/**
 * The writes of one thread to one key, numbered from 1 in the order of their issue, with the outcome of each. Owned by
 * that thread until it has ended.
 */
final class Account {
  private static final long UNKNOWN = -1;
  private static final long REFUSED = -2;

  final String key;
  private final String kind;
  private final int shard;
  /** Time of the acknowledgement, or one of the above. */
  private long[] outcomes = new long[8];

  private int issued;
  private int lastDone;

  /**
   * Starts empty.
   *
   * @param kind what the harness is to look for under the key: {@code list}, {@code counter}, {@code register} ...
   */
  Account(String kind, int shard, String key) {
    this.kind = kind;
    this.shard = shard;
    this.key = key;
  }

  /** Number of the next write; its outcome is unknown until it is settled. */
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

  /** Number of the newest acknowledged write; 0 if there is none. */
  int lastDone() {
    return lastDone;
  }

  boolean isUnknown(int number) {
    return outcomes[number - 1] == UNKNOWN;
  }

  /**
   * {@code account KIND SHARD KEY BASE OUTCOME...}: an acknowledged write by the milliseconds since the acknowledged one
   * before it (the first: since BASE), an unknown one by {@code ?}, a refused one by {@code !}.
   */
  String line() {
    StringBuilder line = new StringBuilder("account ").append(kind).append(' ').append(shard);
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
