package io.clusteragent.audit;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Reduces keys of one kind to one pattern: numbers and ids become {@code *}. */
final class KeyPattern {
  private static final int LONGEST = 80;
  private static final Pattern PARTS = Pattern.compile("[A-Za-z0-9-]*[0-9][A-Za-z0-9-]*");
  private static final Pattern ODD = Pattern.compile("[^!-~]");
  private static final Pattern SECRETS = Pattern.compile("[A-Za-z]{17,}|[^:{}/.|_-]*@[^:{}/|]*");

  private KeyPattern() {}

  /** The pattern of a key. Each part with a digit, each mail address and each very long word is {@code *}. */
  static String of(byte[] key) {
    String text = new String(key, 0, Math.min(key.length, LONGEST), StandardCharsets.ISO_8859_1);
    String plain = ODD.matcher(text).replaceAll("?");
    String pattern = PARTS.matcher(SECRETS.matcher(plain).replaceAll("*")).replaceAll("*");
    return key.length > LONGEST ? pattern + "*" : pattern;
  }
}
