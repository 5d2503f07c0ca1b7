package io.clusteragent.session;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.List;

/** Formats RESP as text, with one character for each byte. */
public final class Wire {
  public static final String OK = "+OK\r\n";
  static final String NIL = "$-1\r\n";

  private Wire() {}

  /** The wire form of a command that is written with single spaces between its words. */
  public static String command(String words) {
    return command(List.of(words.split(" ", -1)));
  }

  public static String command(List<String> words) {
    StringBuilder wire = new StringBuilder("*" + words.size() + "\r\n");
    words.forEach(word -> wire.append(bulk(word)));
    return wire.toString();
  }

  /** The wire form of several commands, one behind the other. */
  public static String commands(String... commands) {
    StringBuilder wire = new StringBuilder();
    for (String command : commands) {
      wire.append(command(command));
    }
    return wire.toString();
  }

  public static String bulk(String text) {
    return text == null ? NIL : "$" + text.length() + "\r\n" + text + "\r\n";
  }

  public static String integer(long number) {
    return ":" + number + "\r\n";
  }

  static String array(List<String> elements) {
    return "*" + elements.size() + "\r\n" + String.join("", elements);
  }

  public static byte[] bytes(String wire) {
    return wire.getBytes(ISO_8859_1);
  }

  public static String text(byte[] wire) {
    return new String(wire, ISO_8859_1);
  }

  /** Converts a reply to one line, for comparison: {@code *2 $1 a $-1}. */
  public static String oneLine(String wire) {
    return wire.replace("\r\n", " ").trim();
  }
}
