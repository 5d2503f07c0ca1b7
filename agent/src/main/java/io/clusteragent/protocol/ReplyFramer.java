package io.clusteragent.protocol;

import java.util.Arrays;

/**
 * Finds the end of a reply, RESP2 or RESP3, that arrives in pieces.
 *
 * <p>The pieces have any size. The framer skips bodies by their length and reads only headers. It reads headers as
 * strictly as the specification writes them: if the application's client read one differently, the client and the
 * framer would stand at different places in the stream.
 *
 * <p>Not thread-safe: owned by the thread that reads.
 */
public final class ReplyFramer {

  // Jedis allocates an array of any length that a header announces. A length that the heap cannot
  // hold ends in an OutOfMemoryError. One that is no int ends in an array of another length.
  private static final long MAX_BODY =
      Math.min(Integer.MAX_VALUE, Runtime.getRuntime().maxMemory());
  private static final int SMALLEST_REFERENCE = 4;
  private static final long MAX_VALUES = MAX_BODY / SMALLEST_REFERENCE;

  /** Deeper than any command's reply. Jedis reads recursively: a hostile depth would overflow the thread's stack. */
  private static final int MAX_DEPTH = 512;

  /** Far longer than any server's line. A line without an end must not be collected for ever. */
  private static final int MAX_LINE = 16 * 1024 * 1024;

  private static final int TYPE = 0;
  private static final int LINE = 1;
  private static final int INTEGER = 2;
  private static final int LENGTH = 3;
  private static final int BODY = 4;
  private static final int BODY_END = 5;

  /** The values still to come: of the reply itself, and of each aggregate that is open. */
  private long[] valuesLeft = new long[8];

  private int depth;
  private int state;
  private byte type;
  private long number;
  private boolean digits;
  private boolean sign;
  private boolean carriageReturn;
  private int lineLength;
  private long bodyLeft;
  private final Stride stride = new Stride();

  /** Prepares for the next reply. */
  public void begin() {
    depth = 1;
    valuesLeft[0] = 1;
    state = TYPE;
    carriageReturn = false;
  }

  /** Whether the reply has been consumed to its end. */
  public boolean atEnd() {
    return depth == 0;
  }

  /** Bytes that can be skipped unread: the rest of a bulk string, its CRLF included. */
  public long bodyLeft() {
    switch (state) {
      case BODY:
        return bodyLeft + 2;
      case BODY_END:
        return carriageReturn ? 1 : 2;
      default:
        return 0;
    }
  }

  /**
   * Reads on through the reply, up to its end or the end of the piece.
   *
   * @return the index behind the last byte consumed
   * @throws ProtocolException when the bytes are not a reply, or the reply is one that no client can hold
   */
  public int feed(byte[] bytes, int from, int to) throws ProtocolException {
    int at = from;
    while (at < to && depth > 0) {
      if (state == TYPE) {
        int whole = depth > 1 ? skipWhole(bytes, at, to) : 0;
        if (whole > 0) {
          at += whole;
        } else {
          type(bytes[at++]);
        }
      } else if (state == BODY) {
        if (bodyLeft > to - at) {
          bodyLeft -= to - at;
          return to;
        }
        at += (int) bodyLeft;
        state = BODY_END;
      } else {
        at = line(bytes, at, to);
      }
    }
    return at;
  }

  /** Skips the values of an aggregate that lie whole in the piece. */
  private int skipWhole(byte[] bytes, int from, int to) {
    int at = from;
    long left = valuesLeft[depth - 1];
    while (left > 0) {
      int first = WholeValue.length(bytes, at, to);
      if (first == 0) {
        break;
      }
      int second = left > 1 ? WholeValue.length(bytes, at + first, to) : 0;
      if (second == 0) {
        at += first;
        left--;
        continue;
      }
      // Elements are often as long as their neighbours. Pairs (fields and values, members and
      // scores) are often as long as the pair before.
      int pairs = stride.pairs(bytes, at, first, second, to, left / 2);
      at += pairs * (first + second);
      left -= 2L * pairs;
    }
    valuesLeft[depth - 1] = left;
    valueEnds();
    return at - from;
  }

  private void type(byte b) throws ProtocolException {
    switch (b) {
      case '$':
      case '*':
      case '=':
      case '!':
      case '%':
      case '~':
      case '>':
      case '|':
        state = LENGTH;
        break;
      case ':':
        state = INTEGER;
        break;
      case '+':
      case '-':
      case '_':
      case '#':
      case ',':
      case '(':
        state = LINE;
        break;
      default:
        throw new ProtocolException(
            "a reply starts with the byte " + b + ", which is no RESP type");
    }
    type = b;
    number = 0;
    digits = false;
    sign = false;
    lineLength = 0;
  }

  /** Reads on through a line, or through the line end behind a body. */
  private int line(byte[] bytes, int from, int to) throws ProtocolException {
    for (int at = from; at < to; at++) {
      byte b = bytes[at];
      if (carriageReturn) {
        carriageReturn = false;
        if (b != '\n') {
          throw misplaced(b);
        }
        lineEnds();
        return at + 1;
      }
      if (b == '\r') {
        if (!digits && (state == LENGTH || state == INTEGER)) {
          throw new ProtocolException("a reply's header has no number");
        }
        carriageReturn = true;
      } else if (state == LINE ? b == '\n' : !isOfNumber(b)) {
        throw misplaced(b);
      }
    }
    lineLength += to - from;
    if (lineLength > MAX_LINE) {
      throw new ProtocolException("a reply's line is longer than " + MAX_LINE + " bytes");
    }
    return to;
  }

  private boolean isOfNumber(byte b) throws ProtocolException {
    if (b >= '0' && b <= '9' && state != BODY_END) {
      number = number * 10 + (b - '0');
      digits = true;
      if (state == LENGTH && number > Integer.MAX_VALUE) {
        throw new ProtocolException("a reply announces a length over " + Integer.MAX_VALUE);
      }
      return true;
    }
    boolean isSign = b == '-' || b == '+' && state == INTEGER;
    if (!isSign || digits || sign || state == BODY_END) {
      return false;
    }
    sign = true;
    return true;
  }

  private void lineEnds() throws ProtocolException {
    if (state == LENGTH) {
      lengthKnown();
    } else {
      valuesLeft[depth - 1]--;
      valueEnds();
    }
  }

  private void lengthKnown() throws ProtocolException {
    if (sign) { // RESP2's null bulk string and null array
      if (number != 1 || type != '$' && type != '*') {
        throw new ProtocolException("a reply announces a negative length");
      }
      valuesLeft[depth - 1]--;
      valueEnds();
    } else if (type == '$' || type == '=' || type == '!') {
      if (number > MAX_BODY) {
        throw new ProtocolException(
            "a reply announces " + number + " bytes, more than this JVM's heap can hold");
      }
      bodyLeft = number;
      state = BODY;
    } else {
      open(type == '%' || type == '|' ? 2 * number : number);
    }
  }

  private void open(long values) throws ProtocolException {
    if (values > MAX_VALUES) {
      throw new ProtocolException(
          "a reply announces " + values + " values, more than this JVM's heap can hold");
    }
    if (type != '|') { // an attribute precedes the value it belongs to, and is not a value
      valuesLeft[depth - 1]--;
    }
    if (depth > MAX_DEPTH) {
      throw new ProtocolException("a reply is nested deeper than " + MAX_DEPTH);
    }
    if (depth == valuesLeft.length) {
      valuesLeft = Arrays.copyOf(valuesLeft, 2 * depth);
    }
    valuesLeft[depth++] = values;
    valueEnds();
  }

  private void valueEnds() {
    while (depth > 0 && valuesLeft[depth - 1] == 0) {
      depth--;
    }
    if (depth == 0) {
      stride.forget();
    }
    state = TYPE;
  }

  private static ProtocolException misplaced(byte b) {
    return new ProtocolException("a reply holds the byte " + b + " where it does not belong");
  }
}
