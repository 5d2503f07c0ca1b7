package io.clusteragent.protocol;

/**
 * Reads commands, RESP arrays of bulk strings, from a stream that arrives in pieces.
 *
 * <p>There are two ways to read. {@link #whole} is the fast way, for a command that lies complete in one piece: it
 * copies nothing, and the {@link Request} points into the caller's array. {@link #feed} is the incremental way, for
 * pieces of any size: it counts through the command and reports where the command ends, while the caller collects or
 * forwards the bytes.
 *
 * <p>Not thread-safe: owned by the thread that writes.
 */
public final class RequestReader {

  /** Returned by {@link #whole} when the piece does not hold the complete command. */
  public static final int INCOMPLETE = -1;

  // Redis itself refuses more arguments, and longer bulk strings: proto-max-bulk-len is 512 MB
  // unless it is raised.
  private static final long MAX_ARGUMENTS = 1024 * 1024 * 1024;
  private static final long MAX_BULK = Integer.MAX_VALUE - 16;

  private static final int START = 0;
  private static final int COUNT = 1;
  private static final int BULK_MARK = 2;
  private static final int BULK_LENGTH = 3;
  private static final int BODY = 4;
  private static final int END = 5;

  private int state = START;
  private long number;
  private boolean digits;
  private boolean lineEnds;
  private int argumentsLeft;
  private int bodyLength;
  private long bodyLeft;
  private int position;

  /**
   * Reads the command that starts at {@code from}.
   *
   * @return the index behind the command's last byte, or {@link #INCOMPLETE}
   * @throws ProtocolException when the bytes are not a RESP array of bulk strings
   */
  public static int whole(byte[] bytes, int from, int to, Request request)
      throws ProtocolException {
    if (from >= to) {
      return INCOMPLETE;
    }
    if (bytes[from] != '*') {
      throw notACommand(bytes[from]);
    }
    int at = from + 1;
    long count = 0;
    for (; ; at++) {
      if (at >= to) {
        return INCOMPLETE;
      }
      int digit = bytes[at] - '0';
      if (digit < 0 || digit > 9) {
        break;
      }
      count = count * 10 + digit;
      if (count > MAX_ARGUMENTS) {
        throw new ProtocolException(
            "a command announces more than " + MAX_ARGUMENTS + " arguments");
      }
    }
    if (at + 1 >= to) {
      return INCOMPLETE;
    }
    if (count == 0 || bytes[at] != '\r' || bytes[at + 1] != '\n') {
      throw new ProtocolException("a command's array header is malformed");
    }
    at += 2;
    request.begin((int) count);
    request.bytes(bytes);
    return rest(bytes, at, to, request);
  }

  /**
   * Reads on behind the arguments that the request already has.
   *
   * @param from where the next argument begins
   * @return as {@link #whole}
   */
  public static int rest(byte[] bytes, int from, int to, Request request) throws ProtocolException {
    int at = from;
    for (int left = request.count() - request.available(); left > 0; left--) {
      if (at >= to) {
        return INCOMPLETE;
      }
      if (bytes[at] != '$') {
        throw notABulk(bytes[at]);
      }
      at++;
      if (to - at > 3 && bytes[at + 1] == '\r') { // most arguments are shorter than ten bytes
        int shortLength = bytes[at] - '0';
        if (shortLength >= 0 && shortLength <= 9 && bytes[at + 2] == '\n') {
          at += 3;
          if (shortLength + 2 > to - at) {
            return INCOMPLETE;
          }
          request.add(at, shortLength);
          at += shortLength + 2;
          continue;
        }
      }
      long length = 0;
      int digit;
      int firstDigit = at;
      for (; at < to; at++) {
        digit = bytes[at] - '0';
        if (digit < 0 || digit > 9) {
          break;
        }
        length = length * 10 + digit;
        if (length > MAX_BULK) {
          throw tooLong();
        }
      }
      if (at + 1 >= to) {
        return INCOMPLETE;
      }
      if (at == firstDigit || bytes[at] != '\r' || bytes[at + 1] != '\n') {
        throw new ProtocolException("a bulk string's header is malformed");
      }
      at += 2;
      if (length + 2 > to - at) {
        return INCOMPLETE;
      }
      request.add(at, (int) length);
      at += (int) length + 2;
    }
    return at;
  }

  /** Prepares for a command that arrives in pieces. */
  public void begin() {
    state = START;
    position = 0;
  }

  /**
   * Reads on through the command, up to its end or the end of the piece. Adds the arguments that become complete to
   * {@code request}, at offsets counted from the command's first byte.
   *
   * @param request receives the arguments; {@code null} once nobody needs them any more
   * @param stopAtArgument whether to return behind each completed argument, so that the caller can read it
   * @return the index behind the last byte consumed
   */
  public int feed(byte[] bytes, int from, int to, Request request, boolean stopAtArgument)
      throws ProtocolException {
    int at = from;
    while (at < to && state != END) {
      if (state == BODY) {
        int step = (int) Math.min(bodyLeft, to - at);
        at += step;
        bodyLeft -= step;
        if (bodyLeft == 0) {
          if (request != null) {
            request.add(position + (at - from) - bodyLength - 2, bodyLength);
          }
          state = --argumentsLeft == 0 ? END : BULK_MARK;
          if (stopAtArgument) {
            break;
          }
        }
      } else {
        header(bytes[at++], request);
      }
    }
    position += at - from;
    return at;
  }

  private void header(byte b, Request request) throws ProtocolException {
    if (state == START) {
      if (b != '*') {
        throw notACommand(b);
      }
      number(COUNT);
    } else if (state == BULK_MARK) {
      if (b != '$') {
        throw notABulk(b);
      }
      number(BULK_LENGTH);
    } else if (b >= '0' && b <= '9' && !lineEnds) {
      number = number * 10 + (b - '0');
      digits = true;
      if (number > MAX_BULK) {
        throw tooLong();
      }
    } else if (b == '\r' && digits && !lineEnds) {
      lineEnds = true;
    } else if (b == '\n' && lineEnds) {
      if (state == COUNT) {
        if (number == 0 || number > MAX_ARGUMENTS) {
          throw new ProtocolException("a command's array header is malformed");
        }
        argumentsLeft = (int) number;
        if (request != null) {
          request.begin(argumentsLeft);
        }
        state = BULK_MARK;
      } else {
        bodyLength = (int) number;
        bodyLeft = number + 2;
        state = BODY;
      }
    } else {
      throw new ProtocolException("a header holds the byte " + b + " where it does not belong");
    }
  }

  private void number(int next) {
    state = next;
    number = 0;
    digits = false;
    lineEnds = false;
  }

  /** Whether the command has been consumed to its end. */
  public boolean atEnd() {
    return state == END;
  }

  /** Bytes of the current argument that are still to come, its CRLF included; 0 between arguments. */
  public long bodyLeft() {
    return state == BODY ? bodyLeft : 0;
  }

  private static ProtocolException notACommand(byte b) {
    return new ProtocolException("a command starts with the byte " + b + " instead of '*'");
  }

  private static ProtocolException notABulk(byte b) {
    return new ProtocolException(
        "a command's argument starts with the byte " + b + " instead of '$'");
  }

  private static ProtocolException tooLong() {
    return new ProtocolException("a bulk string is longer than " + MAX_BULK + " bytes");
  }
}
