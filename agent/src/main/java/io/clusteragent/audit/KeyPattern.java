package io.clusteragent.audit;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Reduces keys of one kind to one pattern: numbers and ids become {@code *}. */
final class KeyPattern {
  private static final int MAX_LENGTH = 80;
  private static final Pattern PARTS_WITH_DIGIT =
      Pattern.compile("[A-Za-z0-9-]*[0-9][A-Za-z0-9-]*");
  private static final Pattern NOT_PRINTABLE = Pattern.compile("[^!-~]");
  private static final Pattern SECRETS = Pattern.compile("[A-Za-z]{17,}|[^:{}/.|_-]*@[^:{}/|]*");

  private KeyPattern() {}

  /** The pattern of a key. Each part with a digit, each mail address and each very long word is {@code *}. */
  static String of(byte[] key) {
    String text = new String(key, 0, Math.min(key.length, MAX_LENGTH), StandardCharsets.ISO_8859_1);
    String plain = NOT_PRINTABLE.matcher(text).replaceAll("?");
    String pattern =
        PARTS_WITH_DIGIT.matcher(SECRETS.matcher(plain).replaceAll("*")).replaceAll("*");
    return key.length > MAX_LENGTH ? pattern + "*" : pattern;
  }
}
