package io.clusteragent.audit;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Suggests a hash tag that brings two keys into one slot. */
final class HashTag {
  private static final String SEPARATORS = "[:./|_]";

  private HashTag() {}

  /**
   * The patterns of both keys, with braces around a part that they share. A part with a digit is preferred.
   *
   * @return empty when they share no part
   */
  static String suggestion(byte[] key, byte[] other) {
    String one = new String(key, StandardCharsets.ISO_8859_1);
    String two = new String(other, StandardCharsets.ISO_8859_1);
    if (one.indexOf('{') >= 0 || two.indexOf('{') >= 0) {
      return "";
    }
    String shared = "";
    List<String> parts = Arrays.asList(two.split(SEPARATORS));
    for (String part : one.split(SEPARATORS)) {
      boolean better = hasDigit(part) && !hasDigit(shared) || shared.isEmpty();
      if (better && !part.isEmpty() && parts.contains(part)) {
        shared = part;
      }
    }
    return shared.isEmpty() ? "" : braced(one, shared) + ", " + braced(two, shared);
  }

  private static String braced(String key, String part) {
    String[] parts = key.split(SEPARATORS);
    int at = 0;
    for (String each : parts) {
      if (each.equals(part)) {
        break;
      }
      at += each.length() + 1;
    }
    return pattern(key.substring(0, at)) + "{" + pattern(part) + "}"
        + pattern(key.substring(at + part.length()));
  }

  private static String pattern(String text) {
    return KeyPattern.of(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static boolean hasDigit(String text) {
    return text.chars().anyMatch(c -> c >= '0' && c <= '9');
  }
}
