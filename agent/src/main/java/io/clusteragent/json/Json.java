package io.clusteragent.json;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Writes maps, lists, strings, numbers, booleans and {@code null} as JSON (RFC 8259). The text is ASCII only, so that
 * no terminal's character set matters.
 */
public final class Json {
  private static final String INDENT = "  ";

  private Json() {}

  /** An object with its members in the order given. */
  public static Map<String, Object> object(Object... keysAndValues) {
    Map<String, Object> object = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      object.put((String) keysAndValues[i], keysAndValues[i + 1]);
    }
    return object;
  }

  /** The text of a value, in lines. An array of scalars stands on one line. */
  public static String write(Object value) {
    StringBuilder text = new StringBuilder();
    write(text, value, "");
    return text.append('\n').toString();
  }

  private static void write(StringBuilder text, Object value, String indent) {
    if (value instanceof Map) {
      object(text, (Map<?, ?>) value, indent);
    } else if (value instanceof Iterable) {
      array(text, (Iterable<?>) value, indent);
    } else if (value instanceof CharSequence) {
      string(text, (CharSequence) value);
    } else {
      text.append(value);
    }
  }

  private static void object(StringBuilder text, Map<?, ?> members, String indent) {
    String separator = "{";
    for (Map.Entry<?, ?> member : members.entrySet()) {
      text.append(separator).append('\n').append(indent).append(INDENT);
      string(text, member.getKey().toString());
      text.append(": ");
      write(text, member.getValue(), indent + INDENT);
      separator = ",";
    }
    text.append(members.isEmpty() ? "{" : "\n" + indent).append('}');
  }

  private static void array(StringBuilder text, Iterable<?> elements, String indent) {
    boolean nested = false;
    for (Object element : elements) {
      nested |= element instanceof Map || element instanceof Iterable;
    }
    String separator = "[";
    for (Object element : elements) {
      text.append(separator)
          .append(nested ? "\n" + indent + INDENT : separator.equals("[") ? "" : " ");
      write(text, element, indent + INDENT);
      separator = ",";
    }
    text.append(separator.equals("[") ? "[" : nested ? "\n" + indent : "").append(']');
  }

  private static void string(StringBuilder text, CharSequence value) {
    text.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        text.append('\\').append(c);
      } else if (c < ' ' || c > '~') {
        text.append(String.format("\\u%04x", (int) c));
      } else {
        text.append(c);
      }
    }
    text.append('"');
  }
}
