package io.clusteragent.session.naming;

/**
 * Matches names with the patterns of KEYS and SCAN: {@code * ? [abc] [^a-c]}, and a backslash before an ordinary character.
 *
 * <p>Source: <a href="https://redis.io/docs/latest/commands/keys/">KEYS</a>, and {@code stringmatchlen} of the servers for what
 * the documentation leaves open: an unclosed bracket ends with the pattern.
 */
final class Glob {
  private final byte[] pattern;

  Glob(byte[] pattern) {
    this.pattern = pattern;
  }

  boolean matches(byte[] name) {
    int p = 0;
    int n = 0;
    int star = -1;
    int mark = 0;
    while (n < name.length) {
      if (p < pattern.length && pattern[p] == '*') {
        star = p++;
        mark = n;
      } else if (p < pattern.length && one(p, name[n])) {
        p = next(p);
        n++;
      } else if (star >= 0) {
        p = star + 1;
        n = ++mark;
      } else {
        return false;
      }
    }
    while (p < pattern.length && pattern[p] == '*') {
      p++;
    }
    return p == pattern.length;
  }

  /** Where the element behind the one at {@code p} begins. */
  private int next(int p) {
    if (pattern[p] == '\\' && p + 1 < pattern.length) {
      return p + 2;
    }
    return pattern[p] == '[' ? Math.min(pattern.length, endOfSet(p) + 1) : p + 1;
  }

  /** Where the bracket closes that opens at {@code p}; the pattern's length when it does not. */
  private int endOfSet(int p) {
    int at = p + 1;
    if (at < pattern.length && pattern[at] == '^') {
      at++;
    }
    while (at < pattern.length && pattern[at] != ']') {
      at += pattern[at] == '\\' && at + 1 < pattern.length ? 2 : 1;
    }
    return at;
  }

  private boolean one(int p, byte b) {
    switch (pattern[p]) {
      case '?':
        return true;
      case '[':
        return inSet(p, b & 0xFF);
      case '\\':
        return p + 1 < pattern.length ? pattern[p + 1] == b : b == '\\';
      default:
        return pattern[p] == b;
    }
  }

  private boolean inSet(int p, int b) {
    int end = endOfSet(p);
    int at = p + 1;
    boolean negated = at < end && pattern[at] == '^';
    boolean found = false;
    for (at += negated ? 1 : 0; at < end; at++) {
      if (pattern[at] == '\\' && at + 1 < end) {
        at++;
        found |= (pattern[at] & 0xFF) == b;
      } else if (at + 2 < end && pattern[at + 1] == '-') {
        int from = pattern[at] & 0xFF;
        int to = pattern[at + 2] & 0xFF;
        found |= b >= Math.min(from, to) && b <= Math.max(from, to);
        at += 2;
      } else {
        found |= (pattern[at] & 0xFF) == b;
      }
    }
    return found != negated;
  }

  /** A pattern that matches this text and nothing else. */
  static byte[] literal(byte[] text) {
    int special = 0;
    for (byte b : text) {
      special += isSpecial(b) ? 1 : 0;
    }
    byte[] pattern = new byte[text.length + special];
    int at = 0;
    for (byte b : text) {
      if (isSpecial(b)) {
        pattern[at++] = '\\';
      }
      pattern[at++] = b;
    }
    return pattern;
  }

  private static boolean isSpecial(byte b) {
    return b == '*' || b == '?' || b == '[' || b == ']' || b == '\\' || b == '^';
  }
}
