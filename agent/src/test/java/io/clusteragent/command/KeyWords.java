package io.clusteragent.command;

import java.util.ArrayList;
import java.util.List;

/** The key specifications of the agent's resources in words. Arguments are counted from 1, after the command's name. */
final class KeyWords {
  private final Attributes attributes;

  KeyWords(Attributes attributes) {
    this.attributes = attributes;
  }

  /** Empty for a command without keys. */
  String of(Command command) {
    List<String> words = new ArrayList<>();
    for (String specification : attributes.of(command, "keys")) {
      words.add(words(specification, command.name().indexOf('|') < 0 ? 0 : 1));
    }
    return String.join("; ", words);
  }

  /**
   * @param shift 1 for a sub-command, whose own name the wire counts as an argument
   */
  private static String words(String specification, int shift) {
    String[] parts = specification.split(",");
    String[] begin = parts[0].split(":");
    String[] find = parts[1].split(":");
    String words = begin[0].equals("keyword")
        ? behind(begin[1], find)
        : find[0].equals("keynum")
            ? counted(Integer.parseInt(begin[1]) - shift, find)
            : range(Integer.parseInt(begin[1]) - shift, find);
    if (parts.length < 3) {
      return words;
    }
    switch (parts[2]) {
      case "not_key":
        return words + ", hashed like a key";
      case "nonempty":
        return words + " unless empty";
      default:
        return words;
    }
  }

  private static String behind(String word, String[] find) {
    int last = Integer.parseInt(find[1]);
    if (last == 0) {
      return "after `" + word + "`";
    }
    return (Integer.parseInt(find[3]) == 2 ? "the first half after `" : "all after `") + word + "`";
  }

  private static String counted(int number, String[] find) {
    int step = Integer.parseInt(find[3]);
    return "as many from " + (number + Integer.parseInt(find[2])) + " as " + number + " says"
        + each(step);
  }

  private static String range(int first, String[] find) {
    int last = Integer.parseInt(find[1]);
    switch (last) {
      case 0:
        return String.valueOf(first);
      case -1:
        return first + " to the last" + each(Integer.parseInt(find[2]));
      case -2:
        return first + " to the last but one";
      default:
        return first + " to " + (first + last);
    }
  }

  private static String each(int step) {
    return step == 1 ? "" : ", every second";
  }
}
