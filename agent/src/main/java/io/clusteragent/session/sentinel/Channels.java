package io.clusteragent.session.sentinel;

import io.clusteragent.protocol.Request;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Keeps the channels and patterns that one connection is subscribed to. Not thread-safe. */
final class Channels {
  private final Set<String> channels = new LinkedHashSet<>();
  private final Set<String> patterns = new LinkedHashSet<>();

  boolean isEmpty() {
    return channels.isEmpty() && patterns.isEmpty();
  }

  void clear() {
    channels.clear();
    patterns.clear();
  }

  /**
   * Subscribes to the arguments of a command, and writes the confirmation of each.
   *
   * @param word {@code subscribe} or {@code psubscribe}
   */
  void subscribe(Request request, String word, ReplyWriter out) {
    for (int i = 1; i < request.count(); i++) {
      String name = text(request.copy(i));
      of(word).add(name);
      out.push(3).bulk(word).bulk(bytes(name)).integer(count());
    }
  }

  /**
   * Unsubscribes from the arguments of a command, or from all, and writes the confirmation of each.
   *
   * @param word {@code unsubscribe} or {@code punsubscribe}
   */
  void unsubscribe(Request request, String word, ReplyWriter out) {
    Set<String> subscribed = of(word);
    List<String> names = new ArrayList<>();
    for (int i = 1; i < request.count(); i++) {
      names.add(text(request.copy(i)));
    }
    if (names.isEmpty()) {
      names.addAll(subscribed);
    }
    for (String name : names) {
      subscribed.remove(name);
      out.push(3).bulk(word).bulk(bytes(name)).integer(count());
    }
    if (names.isEmpty()) {
      out.push(3).bulk(word).nil().integer(count());
    }
  }

  /** Writes a message for the channel, if it is subscribed to, and for each pattern that matches it. */
  void publish(String channel, byte[] message, ReplyWriter out) {
    if (channels.contains(channel)) {
      out.push(3).bulk("message").bulk(channel).bulk(message);
    }
    for (String pattern : patterns) {
      if (matches(pattern, 0, channel, 0)) {
        out.push(4).bulk("pmessage").bulk(bytes(pattern)).bulk(channel).bulk(message);
      }
    }
  }

  private Set<String> of(String word) {
    return word.charAt(0) == 'p' ? patterns : channels;
  }

  private int count() {
    return channels.size() + patterns.size();
  }

  /** Whether a glob pattern of {@code PSUBSCRIBE} matches; the sets in brackets of such patterns match nothing here. */
  static boolean matches(String pattern, int fromPattern, String text, int fromText) {
    int at = fromText;
    for (int i = fromPattern; i < pattern.length(); i++, at++) {
      char c = pattern.charAt(i);
      if (c == '*') {
        for (int rest = at; rest <= text.length(); rest++) {
          if (matches(pattern, i + 1, text, rest)) {
            return true;
          }
        }
        return false;
      }
      if (c == '\\' && i + 1 < pattern.length()) {
        c = pattern.charAt(++i);
      } else if (c == '?' && at < text.length()) {
        continue;
      }
      if (at >= text.length() || text.charAt(at) != c) {
        return false;
      }
    }
    return at == text.length();
  }

  /** One character for each byte. */
  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
