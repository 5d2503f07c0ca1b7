// since 3.10
package faults;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Collects what the harness needs to check one round of the load. Thread-safe. */
final class RoundLog {
  private static final int MOST_NOTES = 10_000;

  private final String round;
  private final List<WriteHistory> histories = new ArrayList<WriteHistory>();
  private final Map<String, StringBuilder> taken = new TreeMap<String, StringBuilder>();
  private final List<String> notes = new ArrayList<String>();

  RoundLog(String round) {
    this.round = round;
  }

  /**
   * Opens the write history of a key that only one thread writes.
   *
   * @param name distinguishes the key from other keys of the thread with this hash tag
   */
  synchronized WriteHistory open(String kind, KeyGroup group, String name) {
    WriteHistory history = new WriteHistory(kind, group.shard, group.key(round, name));
    histories.add(history);
    return history;
  }

  synchronized void note(String line) {
    if (notes.size() < MOST_NOTES) {
      notes.add(line);
    }
  }

  /** Records a value that was popped from a queue; {@code ?} if the outcome of the pop is unknown. */
  synchronized void popped(String key, String value) {
    StringBuilder values = taken.get(key);
    if (values == null) {
      values = new StringBuilder();
      taken.put(key, values);
    }
    values.append(' ').append(value);
  }

  /** The notes, {@code taken KEY VALUE...} for each queue, and {@link WriteHistory#line} for each history. */
  synchronized List<String> lines() {
    List<String> lines = new ArrayList<String>(notes);
    for (Map.Entry<String, StringBuilder> queue : taken.entrySet()) {
      lines.add("taken " + queue.getKey() + queue.getValue());
    }
    for (WriteHistory history : histories) {
      if (history.issued() > 0) {
        lines.add(history.line());
      }
    }
    return lines;
  }
}
