package io.clusteragent.protocol;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Parses a reply into values. The agent reads few replies for itself: topology, handshake, COMMAND INFO.
 *
 * <p>Simple and bulk strings become {@code byte[]}; integers {@code Long}; arrays, sets, pushes and (flattened) maps
 * {@code List<Object>}; errors {@link ErrorReply}; nulls {@code null}; booleans, doubles and big numbers {@code byte[]}
 * of their text. The parser drops attributes, and the format in front of a verbatim string ({@code txt:}).
 */
public final class ReplyParser {

  // Limits for all of a reply taken together. No request of the agent has a reply that comes near
  // them, so a server that announces more is wrong.
  private static final int MAX_BYTES = 64 * 1024 * 1024;
  private static final int MAX_ELEMENTS = 1024 * 1024;
  private static final int MAX_DEPTH = 32;
  private static final int MAX_LINE = 64 * 1024;
  private static final int FIRST_CAPACITY = 16 * 1024;

  /** Characters of a verbatim string's format. */
  private static final int FORMAT = 3;

  private final InputStream in;
  private long bytesLeft;
  private long elementsLeft;

  public ReplyParser(InputStream in) {
    this.in = in;
  }

  /**
   * Reads one reply.
   *
   * @throws ProtocolException when the bytes are not a reply, or the reply is larger than any that the agent asks for
   * @throws EOFException when the stream ends inside the reply
   */
  public Object parse() throws IOException {
    bytesLeft = MAX_BYTES;
    elementsLeft = MAX_ELEMENTS;
    return parse(0);
  }

  private Object parse(int depth) throws IOException {
    if (depth > MAX_DEPTH) {
      throw new ProtocolException("a reply is nested deeper than " + MAX_DEPTH);
    }
    int type = next();
    switch (type) {
      case '+':
      case ',':
      case '(':
      case '#':
        return line();
      case '-':
        return new ErrorReply(text(line()));
      case ':':
        return number();
      case '_':
        line();
        return null;
      case '$':
        return bulk(true);
      case '=':
        return withoutFormat(bulk(false));
      case '!':
        return new ErrorReply(text(bulk(false)));
      case '*':
      case '~':
      case '>':
      case '%':
        return elements(type, depth);
      case '|':
        elements(type, depth);
        return parse(depth + 1);
      default:
        throw new ProtocolException(
            "a reply starts with the byte " + type + ", which is no RESP type");
    }
  }

  private List<Object> elements(int type, int depth) throws IOException {
    long announced = length(type == '*');
    if (announced < 0) {
      return null;
    }
    int each = type == '%' || type == '|' ? 2 : 1;
    if (announced > elementsLeft / each) {
      throw new ProtocolException("a reply announces " + announced + " elements");
    }
    int count = (int) announced * each;
    elementsLeft -= count;
    List<Object> elements = new ArrayList<>(Math.min(count, 1024));
    for (int i = 0; i < count; i++) {
      elements.add(parse(depth + 1));
    }
    return elements;
  }

  private byte[] bulk(boolean nullable) throws IOException {
    long announced = length(nullable);
    if (announced < 0) {
      return null;
    }
    if (announced > bytesLeft) {
      throw new ProtocolException("a reply announces a bulk string of " + announced + " bytes");
    }
    bytesLeft -= announced;
    int length = (int) announced;
    // The array grows with the bytes that arrive, not with the length that is announced.
    byte[] body = new byte[Math.min(length, FIRST_CAPACITY)];
    for (int at = 0; at < length; ) {
      if (at == body.length) {
        body = Arrays.copyOf(body, (int) Math.min(length, 2L * at));
      }
      int n = in.read(body, at, body.length - at);
      if (n < 0) {
        throw new EOFException("the connection ended inside a reply");
      }
      at += n;
    }
    if (next() != '\r' || next() != '\n') {
      throw new ProtocolException("a bulk string does not end where its header says");
    }
    return body;
  }

  /** A verbatim string has three characters and a colon in front of its text. */
  private static byte[] withoutFormat(byte[] verbatim) throws ProtocolException {
    if (verbatim.length <= FORMAT || verbatim[FORMAT] != ':') {
      throw new ProtocolException("a verbatim string does not start with its format");
    }
    return Arrays.copyOfRange(verbatim, FORMAT + 1, verbatim.length);
  }

  /** Reads a length or count: digits only, except for -1, which is RESP2's null. */
  private long length(boolean nullable) throws IOException {
    String digits = text(line());
    if (nullable && "-1".equals(digits)) {
      return -1;
    }
    long length = 0;
    for (int i = 0; i < digits.length(); i++) {
      int digit = digits.charAt(i) - '0';
      if (digit < 0 || digit > 9 || length > Integer.MAX_VALUE) {
        throw new ProtocolException("a reply's length is not a number, or too large");
      }
      length = length * 10 + digit;
    }
    if (digits.isEmpty()) {
      throw new ProtocolException("a reply's header has no length");
    }
    return length;
  }

  private long number() throws IOException {
    String digits = text(line());
    try {
      return Long.parseLong(digits);
    } catch (NumberFormatException e) {
      throw new ProtocolException("a reply's integer is not a number, or too large");
    }
  }

  private byte[] line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream(32);
    for (int b = next(); b != '\r'; b = next()) {
      line.write(b);
      if (b == '\n') {
        throw new ProtocolException("a line feed stands inside a reply's line");
      }
      if (line.size() > MAX_LINE || --bytesLeft < 0) {
        throw new ProtocolException("a reply's line is too long");
      }
    }
    if (next() != '\n') {
      throw new ProtocolException("a carriage return stands inside a reply's line");
    }
    return line.toByteArray();
  }

  private int next() throws IOException {
    int b = in.read();
    if (b < 0) {
      throw new EOFException("the connection ended inside a reply");
    }
    return b;
  }

  /** The text of a simple or bulk string. */
  public static String text(Object string) {
    return string instanceof byte[]
        ? new String((byte[]) string, StandardCharsets.UTF_8)
        : String.valueOf(string);
  }
}
