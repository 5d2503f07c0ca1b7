// since 3.10
package faults;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** Counts the operations, errors and gaps of one thread of the load. Owned by that thread until it has ended. */
final class ThreadStatistics {
  /** Shorter gaps come from the machine, and are not recorded. */
  private static final long SHORTEST_GAP_MILLIS = 20;

  /** The kinds of errors whose stack trace was printed: the first error of each kind in this JVM. */
  private static final Set<String> TRACED = ConcurrentHashMap.newKeySet();

  private static final int MOST_GAPS = 10_000;

  private final String thread;
  private final List<String> gaps = new ArrayList<String>();
  private final Map<String, Integer> errors = new TreeMap<String, Integer>();
  private final Map<String, String> firstMessages = new TreeMap<String, String>();
  private long operations;
  private long longestMillis;
  private long lastSuccess = Clock.millis();
  /** When the load ended. Set by the thread that ends it. */
  private volatile long end = Long.MAX_VALUE;

  /**
   * @param thread the number of the thread
   * @param shard the shard of all its keys; -1 when it uses all shards
   */
  ThreadStatistics(int thread, int shard) {
    this.thread = thread + " " + shard;
  }

  /** Runs one operation, and records its outcome. */
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

  /** Records operations that began at the same time and have all succeeded. */
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

  /** Ends the measurement: a later gap is no stall, because nothing is produced any more. */
  void end() {
    end = Clock.millis();
  }

  Outcome failed(RuntimeException failure, long begun) {
    Outcome outcome = Outcome.of(failure);
    longestMillis = Math.max(longestMillis, Clock.millis() - begun);
    String message = String.valueOf(failure.getMessage());
    // The name of a wrapped exception does not count as the first word of the message.
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
   * {@code gap NUMBER SHARD FROM UNTIL} for each time without a success, {@code thread NUMBER SHARD OPERATIONS LONGEST}, and
   * {@code error NUMBER SHARD OUTCOME CLASS:WORD COUNT MESSAGE} for each kind of error, with its first message.
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
