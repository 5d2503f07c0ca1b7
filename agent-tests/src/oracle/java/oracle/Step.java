package oracle;

import java.util.ArrayList;
import java.util.List;

/**
 * One command of a line of {@code invocations.txt}, in which {@code ;} stands between commands. In front of its words
 * may stand {@code @2}, the second connection, and how its reply is compared: {@code ~} without the order of the
 * elements, {@code %} of the pairs, {@code ^} of the elements within the last one, {@code ?} the shape only.
 */
final class Step {
  final boolean secondConnection;
  final Likeness likeness;
  final List<String> words;

  private Step(boolean secondConnection, Likeness likeness, List<String> words) {
    this.secondConnection = secondConnection;
    this.likeness = likeness;
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
    Likeness likeness = Likeness.EXACT;
    List<String> words = new ArrayList<>();
    for (String word : command.trim().split(" +")) {
      if (!words.isEmpty()) {
        words.add(unescaped(word));
      } else if (word.equals("@2")) {
        second = true;
      } else if (word.length() == 1 && "~%^?".contains(word)) {
        likeness = Likeness.values()[1 + "~%^?".indexOf(word)];
      } else {
        words.add(word);
      }
    }
    return new Step(second, likeness, words);
  }

  /** {@code ""} is the empty word; in others {@code \s} is a blank, {@code \n} and {@code \xHH} as usual. */
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
