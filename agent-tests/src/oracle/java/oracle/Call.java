package oracle;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Holds a command, and how its reply is compared. */
final class Call {
  final List<String> words;
  private final ReplyEquality equality;

  /** For EXEC, how each of the transaction's replies is compared; otherwise empty. */
  private final List<ReplyEquality> elements;

  Call(ReplyEquality equality, List<String> words) {
    this(equality, words, new ArrayList<>());
  }

  private Call(ReplyEquality equality, List<String> words, List<ReplyEquality> elements) {
    this.equality = equality;
    this.words = words;
    this.elements = elements;
  }

  static Call of(String... words) {
    return new Call(ReplyEquality.EXACT, Arrays.asList(words));
  }

  /** EXEC after these commands. */
  static Call exec(List<Call> queued) {
    List<ReplyEquality> elements = new ArrayList<>();
    for (Call each : queued) {
      elements.add(each.equality);
    }
    return new Call(ReplyEquality.EXACT, Arrays.asList("EXEC"), elements);
  }

  boolean isScript() {
    return words.get(0).toUpperCase(Locale.ROOT).startsWith("EVAL");
  }

  String show(Object reply) {
    if (!(reply instanceof List)
        || ((List<?>) reply).size() != elements.size()
        || elements.isEmpty()) {
      return equality.of(reply);
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
      text.append(text.length() == 0 ? "" : " ").append(ReplyEquality.EXACT.of(Wire.bytes(word)));
    }
    return text.toString();
  }
}
