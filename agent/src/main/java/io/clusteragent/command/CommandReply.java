package io.clusteragent.command;

import io.clusteragent.protocol.ReplyParser;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Converts the reply of COMMAND or COMMAND INFO into lines for {@link CommandDefinition}. It leaves out what is
 * malformed, and what the agent does not use.
 *
 * <p>An element is {@code name, arity, flags, first key, last key, step, ACL categories, tips, key specifications,
 * sub-commands}. Servers before 7.0 end it with the step or the ACL categories.
 */
final class CommandReply {
  private static final int NAME = 0;
  private static final int FLAGS = 2;
  private static final int FIRST_KEY = 3;
  private static final int LAST_KEY = 4;
  private static final int STEP = 5;
  private static final int TIPS = 7;
  private static final int KEY_SPECS = 8;
  private static final int SUB_COMMANDS = 9;

  private static final List<String> FLAGS_USED = Arrays.asList("write", "readonly", "blocking");
  private static final List<String> REMARKS_USED =
      Arrays.asList("not_key", "incomplete", "variable_flags");

  // No command has its keys further away than this. Larger numbers would only overflow.
  private static final int FAR = 1_000_000;

  private CommandReply() {}

  static List<String> lines(List<?> reply) {
    List<String> lines = new ArrayList<>();
    for (Object element : reply) {
      if (element instanceof List && ((List<?>) element).size() > STEP) {
        add((List<?>) element, lines);
      }
    }
    return lines;
  }

  private static void add(List<?> element, List<String> lines) {
    String name = ReplyParser.text(element.get(NAME)).toUpperCase(Locale.ROOT);
    if (!isWord(name)) {
      return;
    }
    StringBuilder line = new StringBuilder(name);
    List<?> subCommands = list(element, SUB_COMMANDS);
    if (!subCommands.isEmpty()) {
      line.append(" container");
    }
    for (Object flag : list(element, FLAGS)) {
      String text = ReplyParser.text(flag);
      if (FLAGS_USED.contains(text)) {
        line.append(' ').append(text);
      } else if (text.equals("module")) {
        line.append(" code");
      }
    }
    policies(list(element, TIPS), line);
    List<?> specs = list(element, KEY_SPECS);
    if (specs.isEmpty()) {
      range(element, line);
    }
    for (Object spec : specs) {
      keySpec(spec, line);
    }
    lines.add(line.toString());
    lines.addAll(lines(subCommands));
  }

  private static void policies(List<?> tips, StringBuilder line) {
    for (Object tip : tips) {
      String text = ReplyParser.text(tip);
      if (text.startsWith("request_policy:") && isOneOf(RequestPolicy.values(), text)) {
        line.append(" request=").append(text.substring(text.indexOf(':') + 1));
      } else if (text.startsWith("response_policy:") && isOneOf(ResponsePolicy.values(), text)) {
        line.append(" response=").append(text.substring(text.indexOf(':') + 1));
      }
    }
  }

  private static boolean isOneOf(Enum<?>[] values, String tip) {
    String name = tip.substring(tip.indexOf(':') + 1).toUpperCase(Locale.ROOT);
    for (Enum<?> value : values) {
      if (value.name().equals(name)) {
        return true;
      }
    }
    return false;
  }

  /** Adds what every version reports: first key, last key (negative: from the end), step. */
  private static void range(List<?> element, StringBuilder line) {
    long first = number(element.get(FIRST_KEY));
    long last = number(element.get(LAST_KEY));
    if (first > 0) {
      line.append(" keys=index:").append(first);
      line.append(",range:").append(last < 0 ? last : last - first);
      line.append(':').append(Math.max(1, number(element.get(STEP)))).append(":0");
    }
  }

  private static void keySpec(Object spec, StringBuilder line) {
    String begin = begin(field(spec, "begin_search"));
    String find = find(field(spec, "find_keys"));
    if (begin == null || find == null) {
      return;
    }
    line.append(" keys=").append(begin).append(',').append(find);
    Object flags = field(spec, "flags");
    if (flags instanceof List) {
      for (Object flag : (List<?>) flags) {
        if (REMARKS_USED.contains(ReplyParser.text(flag))) {
          line.append(',').append(ReplyParser.text(flag));
        }
      }
    }
  }

  private static String begin(Object search) {
    Object spec = field(search, "spec");
    switch (ReplyParser.text(field(search, "type"))) {
      case "index":
        int index = number(field(spec, "index"));
        return index > 0 ? "index:" + index : null;
      case "keyword":
        String keyword = ReplyParser.text(field(spec, "keyword")).toUpperCase(Locale.ROOT);
        int from = number(field(spec, "startfrom"));
        return isWord(keyword) && from != 0 ? "keyword:" + keyword + ":" + from : null;
      default:
        return null;
    }
  }

  private static String find(Object find) {
    Object spec = field(find, "spec");
    int step = number(field(spec, "keystep"));
    switch (ReplyParser.text(field(find, "type"))) {
      case "range":
        return "range:" + number(field(spec, "lastkey")) + ":" + step + ":"
            + number(field(spec, "limit"));
      case "keynum":
        int count = number(field(spec, "keynumidx"));
        int first = number(field(spec, "firstkey"));
        return count >= 0 && first >= 0 ? "keynum:" + count + ":" + first + ":" + step : null;
      default:
        return null;
    }
  }

  /** A field of a map. The parser returns a map as names and values in turn. */
  private static Object field(Object map, String name) {
    if (map instanceof List) {
      List<?> fields = (List<?>) map;
      for (int i = 0; i + 1 < fields.size(); i += 2) {
        if (ReplyParser.text(fields.get(i)).equals(name)) {
          return fields.get(i + 1);
        }
      }
    }
    return null;
  }

  private static List<?> list(List<?> element, int index) {
    Object value = index < element.size() ? element.get(index) : null;
    return value instanceof List ? (List<?>) value : new ArrayList<>();
  }

  private static int number(Object value) {
    return value instanceof Long ? (int) Math.max(-FAR, Math.min(FAR, (Long) value)) : 0;
  }

  /** Whether the text can stand in a line as one word, without a separator of the notation. */
  private static boolean isWord(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c <= ' ' || c > '~' || c == ',' || c == ':' || c == '=') {
        return false;
      }
    }
    return !text.isEmpty() && text.charAt(0) != '#';
  }
}
