package io.clusteragent.protocol;

import java.nio.charset.StandardCharsets;

/** Builds commands, and the few replies that the agent sends itself. */
public final class Resp {

  private Resp() {}

  /** A command of the given words, as it goes to the wire. */
  public static byte[] command(String... words) {
    byte[][] arguments = new byte[words.length][];
    for (int i = 0; i < words.length; i++) {
      arguments[i] = words[i].getBytes(StandardCharsets.UTF_8);
    }
    return command(arguments);
  }

  /** A command of the given arguments, as it goes to the wire. */
  public static byte[] command(byte[]... arguments) {
    java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream(64);
    head(out, '*', arguments.length);
    for (byte[] argument : arguments) {
      head(out, '$', argument.length);
      out.write(argument, 0, argument.length);
      out.write('\r');
      out.write('\n');
    }
    return out.toByteArray();
  }

  /** An error reply. The message starts with its code and holds no line end. */
  public static byte[] error(String message) {
    return ascii("-" + message + "\r\n");
  }

  /** A simple string reply. */
  public static byte[] simple(String text) {
    return ascii("+" + text + "\r\n");
  }

  /** The bytes of an ASCII text. */
  public static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static void head(java.io.ByteArrayOutputStream out, char type, int number) {
    byte[] head = ascii(type + Integer.toString(number) + "\r\n");
    out.write(head, 0, head.length);
  }
}
