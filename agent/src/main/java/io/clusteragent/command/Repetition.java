package io.clusteragent.command;

import io.clusteragent.protocol.Request;
import java.util.Arrays;

/**
 * Decides whether a command may be sent again when its outcome is unknown.
 *
 * <p>The outcome is unknown when nobody knows whether the command was executed. A repetition is written {@code never},
 * {@code always}, or {@code unless:FROM:WORD:WORD...}. The last one means: not when one of the words stands at argument
 * FROM or behind it.
 */
final class Repetition {
  static final Repetition NEVER = new Repetition(false, 0, new String[0]);
  static final Repetition ALWAYS = new Repetition(true, 0, new String[0]);

  private final boolean allowed;
  private final int optionsFrom;
  private final String[] forbidding;

  private Repetition(boolean allowed, int optionsFrom, String[] forbidding) {
    this.allowed = allowed;
    this.optionsFrom = optionsFrom;
    this.forbidding = forbidding;
  }

  static Repetition parse(String text) {
    switch (text) {
      case "always":
        return ALWAYS;
      case "never":
        return NEVER;
      default:
        String[] parts = text.split(":");
        if (!parts[0].equals("unless") || parts.length < 3) {
          throw new IllegalArgumentException("repeat=" + text);
        }
        return new Repetition(
            true, Integer.parseInt(parts[1]), Arrays.copyOfRange(parts, 2, parts.length));
    }
  }

  boolean allows(Request request) {
    if (!allowed) {
      return false;
    }
    if (forbidding.length == 0) {
      return true;
    }
    if (request.available() < request.count()) {
      return false;
    }
    for (int i = optionsFrom; i < request.count(); i++) {
      for (String word : forbidding) {
        if (request.is(i, word)) {
          return false;
        }
      }
    }
    return true;
  }
}
