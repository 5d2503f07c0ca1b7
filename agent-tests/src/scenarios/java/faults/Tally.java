// since 3.10
package faults;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What one thread of the load has lived through. Owned by that thread until it has ended. */
final class Tally {
  /** Shorter ones are the machine's. */
  private static final long SHORTEST_GAP_MILLIS = 20;

  private static final int MOST_GAPS = 10_000;

  private final String thread;
  private final List<String> gaps = new ArrayList<String>();
  private final Map<String, Integer> errors = new TreeMap<String, Integer>();
  private long operations;
  private long longestMillis;
  private long lastSuccess = Clock.millis();

  /**
   * Starts now.
   *
   * @param thread its number and its shard, -1 when it works on all
   */
  Tally(int thread, int shard) {
    this.thread = thread + " " + shard;
  }

  /** Books operations that were all begun at once and have all succeeded by now. */
  void succeeded(int count, long begun) {
    long now = Clock.millis();
    operations += count;
    longestMillis = Math.max(longestMillis, now - begun);
    gapUntil(now);
    lastSuccess = now;
  }

  private void gapUntil(long now) {
    if (now - lastSuccess >= SHORTEST_GAP_MILLIS && gaps.size() < MOST_GAPS) {
      gaps.add("gap " + thread + ' ' + lastSuccess + ' ' + now);
    }
  }

  void failed(RuntimeException failure, Outcome outcome, long begun) {
    longestMillis = Math.max(longestMillis, Clock.millis() - begun);
    String message = String.valueOf(failure.getMessage());
    // The wrapped exception's name is no word of the message.
    String word = message.replaceFirst("^[\\w.]+Exception: ", "").split("[\\s:]")[0];
    errors.merge(outcome + " " + failure.getClass().getSimpleName() + ":" + word, 1, Integer::sum);
  }

  /**
   * {@code thread NUMBER SHARD OPERATIONS LONGEST}, {@code gap NUMBER SHARD FROM UNTIL} for each time without a success,
   * {@code error NUMBER SHARD OUTCOME CLASS:WORD COUNT}.
   */
  List<String> lines() {
    gapUntil(Clock.millis());
    List<String> lines = new ArrayList<String>(gaps);
    lines.add("thread " + thread + ' ' + operations + ' ' + longestMillis);
    for (Map.Entry<String, Integer> error : errors.entrySet()) {
      lines.add("error " + thread + ' ' + error.getKey() + ' ' + error.getValue());
    }
    return lines;
  }
}
