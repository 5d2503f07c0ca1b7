package oracle;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** A command, and how its reply is compared. */
final class Call {
  final List<String> words;
  private final Likeness likeness;

  /** EXEC: how the transaction's replies are compared, one by one; else empty. */
  private final List<Likeness> elements;

  Call(Likeness likeness, List<String> words) {
    this(likeness, words, new ArrayList<>());
  }

  private Call(Likeness likeness, List<String> words, List<Likeness> elements) {
    this.likeness = likeness;
    this.words = words;
    this.elements = elements;
  }

  static Call of(String... words) {
    return new Call(Likeness.EXACT, Arrays.asList(words));
  }

  /** EXEC behind these commands. */
  static Call exec(List<Call> queued) {
    List<Likeness> elements = new ArrayList<>();
    for (Call each : queued) {
      elements.add(each.likeness);
    }
    return new Call(Likeness.EXACT, Arrays.asList("EXEC"), elements);
  }

  boolean isScript() {
    return words.get(0).toUpperCase(Locale.ROOT).startsWith("EVAL");
  }

  String show(Object reply) {
    if (!(reply instanceof List)
        || ((List<?>) reply).size() != elements.size()
        || elements.isEmpty()) {
      return likeness.of(reply);
    }
    List<String> shown = new ArrayList<>();
    for (int i = 0; i < elements.size(); i++) {
      shown.add(elements.get(i).of(((List<?>) reply).get(i)));
    }
    return shown.toString();
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (String word : words) {
      text.append(text.length() == 0 ? "" : " ").append(Likeness.EXACT.of(Wire.bytes(word)));
    }
    return text.toString();
  }
}
