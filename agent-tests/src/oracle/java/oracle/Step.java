package oracle;

import java.util.ArrayList;
import java.util.List;

/**
 * Parses one command of a line of {@code invocations.txt}, in which {@code ;} separates commands. The prefix {@code @2} selects
 * the second connection. Other prefixes select how the reply is compared: {@code ~} ignores the order of the elements, {@code
 * %} that of the pairs, {@code ^} that of the elements within the last element; {@code ?} compares only types and numbers.
 */
final class Step {
  final boolean secondConnection;
  final ReplyEquality equality;
  final List<String> words;

  private Step(boolean secondConnection, ReplyEquality equality, List<String> words) {
    this.secondConnection = secondConnection;
    this.equality = equality;
    this.words = words;
  }

  static List<Step> of(String line) {
    List<Step> steps = new ArrayList<>();
    for (String command : line.split(" ; ")) {
      steps.add(step(command));
    }
    return steps;
  }

  private static Step step(String command) {
    boolean second = false;
    ReplyEquality equality = ReplyEquality.EXACT;
    List<String> words = new ArrayList<>();
    for (String word : command.trim().split(" +")) {
      if (!words.isEmpty()) {
        words.add(unescaped(word));
      } else if (word.equals("@2")) {
        second = true;
      } else if (word.length() == 1 && "~%^?".contains(word)) {
        equality = ReplyEquality.values()[1 + "~%^?".indexOf(word)];
      } else {
        words.add(word);
      }
    }
    return new Step(second, equality, words);
  }

  /** {@code ""} is the empty word. In other words {@code \s} is a blank; {@code \n} and {@code \xHH} have their usual meaning. */
  private static String unescaped(String word) {
    if (word.equals("\"\"")) {
      return "";
    }
    String text = word.replace("\\s", " ").replace("\\n", "\n");
    StringBuilder unescaped = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      if (text.startsWith("\\x", i)) {
        unescaped.append((char) Integer.parseInt(text.substring(i + 2, i + 4), 16));
        i += 3;
      } else {
        unescaped.append(text.charAt(i));
      }
    }
    return unescaped.toString();
  }
}
