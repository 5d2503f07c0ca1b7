// since 3.10
package faults;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** What one thread of the load has lived through. Owned by that thread until it has ended. */
final class Tally {
  /** Shorter ones are the machine's. */
  private static final long SHORTEST_GAP_MILLIS = 20;

  /** Of each kind of error the first one in this JVM. */
  private static final Set<String> TRACED = ConcurrentHashMap.newKeySet();

  private static final int MOST_GAPS = 10_000;

  private final String thread;
  private final List<String> gaps = new ArrayList<String>();
  private final Map<String, Integer> errors = new TreeMap<String, Integer>();
  private final Map<String, String> firstMessages = new TreeMap<String, String>();
  private long operations;
  private long longestMillis;
  private long lastSuccess = Clock.millis();
  /** Set by the thread that ends the load. */
  private volatile long end = Long.MAX_VALUE;

  /**
   * Starts now.
   *
   * @param thread its number and its shard, -1 when it works on all
   */
  Tally(int thread, int shard) {
    this.thread = thread + " " + shard;
  }

  /** Does one operation and books it. */
  Outcome attempt(Runnable operation) {
    long begun = Clock.millis();
    try {
      operation.run();
      succeeded(1, begun);
      return Outcome.DONE;
    } catch (RuntimeException e) {
      return failed(e, begun);
    }
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
    long until = Math.min(now, end);
    if (until - lastSuccess >= SHORTEST_GAP_MILLIS && gaps.size() < MOST_GAPS) {
      gaps.add("gap " + thread + ' ' + lastSuccess + ' ' + until);
    }
  }

  /** What happens from now on, when nobody produces any more, is no stall. */
  void end() {
    end = Clock.millis();
  }

  Outcome failed(RuntimeException failure, long begun) {
    Outcome outcome = Outcome.of(failure);
    longestMillis = Math.max(longestMillis, Clock.millis() - begun);
    String message = String.valueOf(failure.getMessage());
    // The wrapped exception's name is no word of the message.
    String word = message.replaceFirst("^[\\w.]+Exception: ", "").split("[\\s:]")[0];
    String kind = outcome + " " + failure.getClass().getSimpleName() + ":" + word;
    errors.merge(kind, 1, Integer::sum);
    firstMessages.putIfAbsent(kind, message.replace('\n', ' '));
    if (TRACED.add(kind)) {
      failure.printStackTrace();
    }
    return outcome;
  }

  /**
   * {@code thread NUMBER SHARD OPERATIONS LONGEST}, {@code gap NUMBER SHARD FROM UNTIL} for each time without a success,
   * {@code error NUMBER SHARD OUTCOME CLASS:WORD COUNT MESSAGE}, the first message of its kind.
   */
  List<String> lines() {
    gapUntil(Clock.millis());
    List<String> lines = new ArrayList<String>(gaps);
    lines.add("thread " + thread + ' ' + operations + ' ' + longestMillis);
    for (Map.Entry<String, Integer> error : errors.entrySet()) {
      String message = firstMessages.get(error.getKey());
      lines.add("error " + thread + ' ' + error.getKey() + ' ' + error.getValue() + ' ' + message);
    }
    return lines;
  }
}
