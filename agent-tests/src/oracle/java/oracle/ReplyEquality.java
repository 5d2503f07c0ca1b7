package oracle;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** Lists in which respect two replies to a command must be equal, and converts a reply to a text for this comparison. */
enum ReplyEquality {
  /** The replies are equal in every respect. */
  EXACT,
  /** The elements are equal in any order. */
  UNORDERED,
  /** The pairs that the elements form are equal in any order. */
  UNORDERED_PAIRS,
  /** The elements of the last element, an array, are equal in any order: a cursor and what it found. */
  UNORDERED_TAIL,
  /** The types of the values and the number of elements are equal. */
  SHAPE;

  String of(Object reply) {
    if (this == SHAPE) {
      return shape(reply);
    }
    if (!(reply instanceof Collection) || this == EXACT) {
      return show(reply);
    }
    List<Object> elements = new ArrayList<>((Collection<?>) reply);
    if (this == UNORDERED) {
      return sorted(elements).toString();
    }
    if (this == UNORDERED_TAIL) {
      Object tail = elements.isEmpty() ? null : elements.remove(elements.size() - 1);
      return show(elements) + " and " + UNORDERED.of(tail);
    }
    boolean flat =
        !elements.isEmpty() && !(elements.get(0) instanceof Map.Entry) && elements.size() % 2 == 0;
    return flat ? sorted(pairs(elements)).toString() : sorted(elements).toString();
  }

  private static List<Object> pairs(List<Object> elements) {
    List<Object> pairs = new ArrayList<>();
    for (int i = 0; i < elements.size(); i += 2) {
      pairs.add(elements.subList(i, i + 2));
    }
    return pairs;
  }

  private static List<String> sorted(Collection<?> elements) {
    List<String> shown = shown(elements);
    Collections.sort(shown);
    return shown;
  }

  private static List<String> shown(Collection<?> elements) {
    List<String> shown = new ArrayList<>();
    for (Object element : elements) {
      shown.add(show(element));
    }
    return shown;
  }

  private static String show(Object reply) {
    if (reply instanceof byte[]) {
      return quoted(new String((byte[]) reply, StandardCharsets.ISO_8859_1));
    }
    if (reply instanceof Collection) {
      return shown((Collection<?>) reply).toString();
    }
    if (reply instanceof Map.Entry) {
      return show(((Map.Entry<?, ?>) reply).getKey()) + "="
          + show(((Map.Entry<?, ?>) reply).getValue());
    }
    if (reply instanceof Throwable) {
      return reply.getClass().getSimpleName() + " " + quoted(((Throwable) reply).getMessage());
    }
    return String.valueOf(reply);
  }

  private static String shape(Object reply) {
    if (reply instanceof Collection) {
      List<String> shapes = new ArrayList<>();
      for (Object element : (Collection<?>) reply) {
        shapes.add(shape(element));
      }
      return shapes.toString();
    }
    if (reply instanceof Map.Entry) {
      return shape(((Map.Entry<?, ?>) reply).getKey()) + "="
          + shape(((Map.Entry<?, ?>) reply).getValue());
    }
    if (reply instanceof Throwable) {
      return show(reply);
    }
    if (reply instanceof Long) {
      // Negative numbers have a meaning of their own, as in replies to TTL.
      return (Long) reply < 0 ? reply.toString() : "number";
    }
    return reply == null
        ? "null"
        : reply instanceof byte[] ? "text" : reply.getClass().getSimpleName();
  }

  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      quoted.append(
          c >= ' ' && c < 127 && c != '"' ? String.valueOf(c) : String.format("\\x%02x", (int) c));
    }
    return quoted.append('"').toString();
  }
}
