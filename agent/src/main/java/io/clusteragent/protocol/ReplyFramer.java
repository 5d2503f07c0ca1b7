package io.clusteragent.protocol;

/**
 * Finds the end of a reply in a stream that arrives in pieces of any size, RESP2 and RESP3. Bodies are skipped by their
 * length; only heads are looked at.
 *
 * <p>Not thread-safe: owned by the thread that reads.
 */
public final class ReplyFramer {

  // A reply that claims more than this lies, or is no reply: Redis limits bulk strings to 512 MB
  // unless configured.
  private static final long MAX_LENGTH = 1L << 40;

  private static final int TYPE = 0;
  private static final int LINE = 1;
  private static final int LENGTH = 2;
  private static final int SKIP = 3;

  private long valuesLeft;
  private int state;
  private byte type;
  private long number;
  private boolean digits;
  private boolean negative;
  private long skip;

  /** Makes ready for the next reply. */
  public void begin() {
    valuesLeft = 1;
    state = TYPE;
  }

  /** Whether the reply has been consumed to its end. */
  public boolean atEnd() {
    return valuesLeft == 0;
  }

  /**
   * The length of a reply that lies whole in a piece and is of the simplest kinds: a line that is no error, or a bulk string.
   *
   * @return 0 when it is incomplete, or of another kind, or none
   */
  public static int wholeLength(byte[] bytes, int from, int to) {
    if (from >= to) {
      return 0;
    }
    switch (bytes[from]) {
      case '+':
      case ':':
      case '_':
      case '#':
      case ',':
      case '(':
        for (int at = from + 1; at < to; at++) {
          if (bytes[at] == '\n') {
            return at + 1 - from;
          }
        }
        return 0;
      case '$':
        return wholeBulkLength(bytes, from, to);
      default:
        return 0;
    }
  }

  private static int wholeBulkLength(byte[] bytes, int from, int to) {
    long length = 0;
    int at = from + 1;
    for (; at < to && bytes[at] >= '0' && bytes[at] <= '9' && length < MAX_LENGTH; at++) {
      length = length * 10 + (bytes[at] - '0');
    }
    boolean header = at > from + 1 && to - at >= 2 && bytes[at] == '\r' && bytes[at + 1] == '\n';
    return header && length + 2 <= to - at - 2 ? at + 4 + (int) length - from : 0;
  }

  /** Bytes that can be skipped without a look: the rest of a bulk string, its CRLF included. */
  public long bodyLeft() {
    return state == SKIP ? skip : 0;
  }

  /**
   * Goes on through the reply, up to its end or the end of the piece.
   *
   * @return the index behind the last byte consumed
   * @throws ProtocolException when the bytes are no reply
   */
  public int feed(byte[] bytes, int from, int to) throws ProtocolException {
    int at = from;
    while (at < to && valuesLeft > 0) {
      switch (state) {
        case TYPE:
          type(bytes[at++]);
          break;
        case LENGTH:
          at = length(bytes, at, to);
          break;
        case SKIP:
          if (skip > to - at) {
            skip -= to - at;
            return to;
          }
          at += (int) skip;
          valueEnds();
          break;
        default:
          at = line(bytes, at, to);
      }
    }
    return at;
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
        type = b;
        number = 0;
        digits = false;
        negative = false;
        return;
      case '+':
      case '-':
      case ':':
      case '_':
      case '#':
      case ',':
      case '(':
        state = LINE;
        return;
      default:
        throw new ProtocolException(
            "a reply starts with the byte " + b + ", which is no RESP type");
    }
  }

  private int line(byte[] bytes, int from, int to) {
    for (int at = from; at < to; at++) {
      if (bytes[at] == '\n') {
        valueEnds();
        return at + 1;
      }
    }
    return to;
  }

  private int length(byte[] bytes, int from, int to) throws ProtocolException {
    long value = number;
    for (int at = from; at < to; at++) {
      int b = bytes[at];
      if (b >= '0' && b <= '9') {
        value = value * 10 + (b - '0');
        digits = true;
        if (value > MAX_LENGTH) {
          throw new ProtocolException("a reply announces a length over " + MAX_LENGTH);
        }
      } else if (b == '\n') {
        if (!digits) {
          throw new ProtocolException("a reply's header has no length");
        }
        number = value;
        lengthKnown();
        return at + 1;
      } else if (b == '-' && !digits && !negative) {
        negative = true;
      } else if (b != '\r') {
        throw new ProtocolException("a reply's length holds the byte " + b);
      }
    }
    number = value;
    return to;
  }

  private void lengthKnown() throws ProtocolException {
    if (negative) { // RESP2's null bulk string and null array
      if (number != 1 || type != '$' && type != '*') {
        throw new ProtocolException("a reply announces a negative length");
      }
      valueEnds();
    } else if (type == '$' || type == '=' || type == '!') {
      skip = number + 2;
      state = SKIP;
    } else {
      long values = type == '%' || type == '|' ? 2 * number : number;
      // An attribute stands in front of the value it belongs to, and is no value itself.
      valuesLeft += type == '|' ? values : values - 1;
      if (valuesLeft > MAX_LENGTH) {
        throw new ProtocolException("a reply announces more than " + MAX_LENGTH + " values");
      }
      state = TYPE;
    }
  }

  private void valueEnds() {
    valuesLeft--;
    state = TYPE;
  }
}
