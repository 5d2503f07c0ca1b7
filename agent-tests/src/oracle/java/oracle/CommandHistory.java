package oracle;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Records the commands on the keys of each slot with their right replies, for sequences that cannot be repeated. */
final class CommandHistory {
  private static final int LONGEST = 30;

  private final List<String> keys;
  private final List<Call> calls = new ArrayList<>();
  private final List<String> replies = new ArrayList<>();
  private final List<Batch> batches = new ArrayList<>();

  CommandHistory(List<String> keys) {
    this.keys = keys;
  }

  void add(Batch batch, List<String> right) {
    calls.addAll(batch.calls);
    replies.addAll(right);
    batches.addAll(Collections.nCopies(right.size(), batch));
  }

  /** The last commands up to and including {@code last} that have a key in one of its slots. */
  String upTo(Call last) {
    Set<String> slots = slots(last);
    StringBuilder text = new StringBuilder();
    int left = LONGEST;
    int at = calls.lastIndexOf(last);
    for (int i = at; i >= 0 && left > 0; i--) {
      Set<String> common = slots(calls.get(i));
      common.retainAll(slots);
      if (!common.isEmpty()) {
        boolean together = batches.get(i).pipelined && batches.get(i) == batches.get(at);
        text.insert(
            0,
            (together ? "  in one pipeline " : "  ") + calls.get(i) + " -> " + replies.get(i)
                + "\n");
        left--;
      }
    }
    return text.toString();
  }

  /** Identifies slots by keys, or by their hash tags if they have one. */
  private Set<String> slots(Call call) {
    Set<String> slots = new HashSet<>();
    for (String word : call.words) {
      if (keys.contains(word)) {
        slots.add(word.startsWith("{") ? word.substring(0, word.indexOf('}')) : word);
      }
    }
    return slots;
  }
}
