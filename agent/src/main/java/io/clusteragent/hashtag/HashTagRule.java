package io.clusteragent.hashtag;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Marks a part of the names that match a pattern as their hash tag. Immutable.
 *
 * <p>The pattern has one pair of braces around that part. {@code *} outside of them stands for anything; inside it stands for a
 * run that ends at the character behind the closing brace, where that character occurs first.
 */
final class HashTagRule {
  private static final byte[][] END = {{}};

  private final String text;

  /** What stands before the hash tag: literals, with anything between two of them. */
  private final byte[][] before;

  private final byte[] tagStart;

  /** Whether anything may stand between the start and the end of the hash tag. */
  private final boolean tagVaries;

  private final byte[] tagEnd;
  private final byte[][] after;

  private HashTagRule(String text, String before, String tag, String after) {
    this.text = text;
    this.before = literals(before);
    byte[][] parts = literals(tag);
    this.tagStart = parts[0];
    this.tagVaries = parts.length == 2;
    this.tagEnd = parts[parts.length - 1];
    this.after = literals(after);
  }

  /**
   * @throws IllegalArgumentException when the text is no rule; its message says why, and what to do
   */
  static HashTagRule of(String text) {
    int open = text.indexOf('{');
    int close = text.indexOf('}');
    if (open < 0
        || close < open
        || open != text.lastIndexOf('{')
        || close != text.lastIndexOf('}')) {
      throw invalid(
          text,
          "needs exactly one pair of braces around the part that becomes the hash tag: cart:{*}:*");
    }
    String tag = text.substring(open + 1, close);
    String after = text.substring(close + 1);
    if (tag.isEmpty()) {
      throw invalid(
          text, "has an empty hash tag, which servers ignore; put * or a word between the braces");
    }
    if (tag.indexOf('*') != tag.lastIndexOf('*')) {
      throw invalid(text, "has two * between its braces; write one");
    }
    if (tag.indexOf('*') >= 0 && after.startsWith("*")) {
      throw invalid(
          text,
          "does not say where the hash tag ends; put a character between } and *, or end the rule with }");
    }
    return new HashTagRule(text, text.substring(0, open), tag, after);
  }

  private static IllegalArgumentException invalid(String text, String reason) {
    return new IllegalArgumentException("the rule " + text + " " + reason);
  }

  private static byte[][] literals(String pattern) {
    String[] parts = pattern.split("\\*", -1);
    byte[][] literals = new byte[parts.length][];
    for (int i = 0; i < parts.length; i++) {
      literals[i] = parts[i].getBytes(StandardCharsets.UTF_8);
    }
    return literals;
  }

  /**
   * Where the hash tag of a name begins and ends: its first byte in the upper half, the byte behind its last one in the lower.
   *
   * @return -1 when the rule does not match the name, or servers would take another part of the tagged name for its hash tag
   */
  long find(byte[] name) {
    int last = before.length == 1 ? before[0].length : name.length - 1;
    for (int start = before.length == 1 ? last : 0; start <= last && start < name.length; start++) {
      int end = matches(before, name, 0, start) ? endOfTag(name, start) : -1;
      if (end > start && matches(after, name, end, name.length)) {
        boolean taken = indexOf(name, '{', 0, start) < 0 && indexOf(name, '}', start, end) < 0;
        return taken ? (long) start << 32 | end : -1;
      }
    }
    return -1;
  }

  private int endOfTag(byte[] name, int start) {
    int from = start + tagStart.length;
    if (!startsWith(name, start, name.length, tagStart)) {
      return -1;
    }
    if (!tagVaries) {
      return from;
    }
    int end =
        Arrays.deepEquals(after, END) ? name.length : indexOf(name, after[0][0], from, name.length);
    return end - tagEnd.length >= from && startsWith(name, end - tagEnd.length, end, tagEnd)
        ? end
        : -1;
  }

  private static boolean matches(byte[][] literals, byte[] name, int from, int to) {
    int last = literals.length - 1;
    if (!startsWith(name, from, to, literals[0])) {
      return false;
    }
    int at = from + literals[0].length;
    if (last == 0) {
      return at == to;
    }
    for (int i = 1; i < last; i++) {
      at = indexOf(name, at, to, literals[i]);
      if (at < 0) {
        return false;
      }
      at += literals[i].length;
    }
    int end = to - literals[last].length;
    return end >= at && startsWith(name, end, to, literals[last]);
  }

  private static int indexOf(byte[] name, int from, int to, byte[] wanted) {
    for (int at = from; at + wanted.length <= to; at++) {
      if (startsWith(name, at, to, wanted)) {
        return at;
      }
    }
    return -1;
  }

  private static boolean startsWith(byte[] name, int from, int to, byte[] wanted) {
    if (to - from < wanted.length) {
      return false;
    }
    for (int i = 0; i < wanted.length; i++) {
      if (name[from + i] != wanted[i]) {
        return false;
      }
    }
    return true;
  }

  static int indexOf(byte[] name, int wanted, int from, int to) {
    for (int i = from; i < to; i++) {
      if (name[i] == wanted) {
        return i;
      }
    }
    return -1;
  }

  /** Whether the rule matches every name that has no hash tag of its own. */
  boolean matchesAll() {
    return text.equals("{*}");
  }

  /** Whether a later rule can never match, as far as the texts show it: this one matches all that it does. */
  boolean covers(HashTagRule later) {
    if (matchesAll() || text.equals(later.text)) {
      return true;
    }
    boolean endsOpen = tagVaries
        && tagStart.length + tagEnd.length == 0
        && before.length == 1
        && after.length == 2
        && after[0].length == 1
        && after[1].length == 0;
    return endsOpen && later.certainlyHas(before[0], after[0][0]);
  }

  /** Whether every name that this rule matches begins with a text, and has a character somewhere behind the byte after it. */
  private boolean certainlyHas(byte[] prefix, byte separator) {
    byte[] names = text.replace("{", "").replace("}", "").getBytes(StandardCharsets.UTF_8);
    int at = prefix.length;
    if (!startsWith(names, 0, names.length, prefix) || at == names.length) {
      return false;
    }
    boolean tagBegins = tagVaries && before.length == 1 && before[0].length == at;
    return (tagBegins || names[at] != '*' && names[at] != separator)
        && indexOf(names, separator, at + 1, names.length) >= 0;
  }

  @Override
  public String toString() {
    return text;
  }
}
