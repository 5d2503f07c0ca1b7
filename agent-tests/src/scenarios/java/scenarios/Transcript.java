package scenarios;

import java.io.PrintStream;
import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.zip.CRC32;

/** Records the results of a program, such that two runs with equal results have equal transcripts, byte for byte. */
public final class Transcript {
  private static final int LONGEST_TEXT = 200;

  private final PrintStream out;

  Transcript(PrintStream out) {
    this.out = out;
  }

  /** Adds a line: what was done, and its value. */
  void line(String what, Object value) {
    out.println(what + " -> " + show(value));
  }

  /** Adds a line: the call's value, or the class and message of its exception. */
  void attempt(String what, Callable<?> call) {
    Object seen;
    try {
      seen = call.call();
    } catch (Exception e) {
      seen = e;
    }
    line(what, seen);
  }

  static String show(Object value) {
    if (value == null) {
      return "null";
    }
    if (value instanceof byte[]) {
      return text(new String((byte[]) value, StandardCharsets.ISO_8859_1));
    }
    if (value.getClass().isArray()) {
      List<Object> items = new ArrayList<>();
      for (int i = 0; i < Array.getLength(value); i++) {
        items.add(Array.get(value, i));
      }
      return show(items);
    }
    if (value instanceof Throwable) {
      Throwable thrown = (Throwable) value;
      return thrown.getClass().getSimpleName() + "("
          + withoutAddress(String.valueOf(thrown.getMessage())) + ")";
    }
    if (value instanceof Map) {
      return sorted(entries((Map<?, ?>) value)).toString();
    }
    if (value instanceof Collection) {
      return collection((Collection<?>) value);
    }
    if (value.getClass().getSimpleName().equals("Tuple")) {
      return property(value, "getElement") + "@" + property(value, "getScore");
    }
    return text(value.toString());
  }

  /** Sorts sets, because servers send them in any order. Not sorted sets, which Jedis keeps in linked sets. */
  private static String collection(Collection<?> values) {
    List<String> shown = new ArrayList<>();
    for (Object each : values) {
      shown.add(show(each));
    }
    boolean unordered = values instanceof HashSet && !(values instanceof LinkedHashSet);
    return text((unordered ? sorted(shown) : shown).toString());
  }

  private static List<String> entries(Map<?, ?> map) {
    List<String> shown = new ArrayList<>();
    for (Map.Entry<?, ?> each : map.entrySet()) {
      shown.add(show(each.getKey()) + "=" + show(each.getValue()));
    }
    return shown;
  }

  static List<String> sorted(Collection<String> values) {
    List<String> sorted = new ArrayList<>(values);
    Collections.sort(sorted);
    return sorted;
  }

  /** By name, because the type moved to another package in 4.0. */
  private static Object property(Object value, String getter) {
    try {
      return value.getClass().getMethod(getter).invoke(value);
    } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String withoutAddress(String message) {
    return message.replaceAll("(127\\.0\\.0\\.1|localhost)(/127\\.0\\.0\\.1)?:\\d+", "ADDRESS");
  }

  private static String text(String value) {
    StringBuilder escaped = new StringBuilder();
    for (int i = 0; i < Math.min(value.length(), LONGEST_TEXT); i++) {
      char c = value.charAt(i);
      escaped.append(c >= ' ' && c < 127 ? String.valueOf(c) : String.format("\\u%04x", (int) c));
    }
    if (value.length() > LONGEST_TEXT) {
      CRC32 sum = new CRC32();
      sum.update(value.getBytes(StandardCharsets.UTF_8));
      escaped
          .append("... ")
          .append(value.length())
          .append(" characters, crc ")
          .append(sum.getValue());
    }
    return escaped.toString();
  }
}
