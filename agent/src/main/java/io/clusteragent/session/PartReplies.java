package io.clusteragent.session;

import io.clusteragent.protocol.ProtocolException;
import io.clusteragent.protocol.ReplyFramer;
import java.util.Arrays;

/** The replies to the parts of one command, as they came, one behind the other. */
final class PartReplies {
  private final ByteSink bytes = new ByteSink();
  private final ReplyFramer framer = new ReplyFramer();
  private int[] ends = new int[8];
  private int count;

  /** Adds a piece of the reply that is under way. */
  void append(byte[] from, int offset, int length) {
    bytes.append(from, offset, length);
  }

  /** The reply under way is complete. */
  void end() {
    if (count == ends.length) {
      ends = Arrays.copyOf(ends, 2 * count);
    }
    ends[count++] = bytes.size();
  }

  int count() {
    return count;
  }

  byte[] bytes() {
    return bytes.bytes();
  }

  int start(int reply) {
    return reply == 0 ? 0 : ends[reply - 1];
  }

  int end(int reply) {
    return ends[reply];
  }

  byte[] copy(int reply) {
    return Arrays.copyOfRange(bytes.bytes(), start(reply), end(reply));
  }

  boolean isError(int reply) {
    byte type = bytes.bytes()[start(reply)];
    return type == '-' || type == '!';
  }

  /** The first reply that is an error, or -1. */
  int firstError() {
    for (int reply = 0; reply < count; reply++) {
      if (isError(reply)) {
        return reply;
      }
    }
    return -1;
  }

  /** How many are errors. */
  int errors() {
    int errors = 0;
    for (int reply = 0; reply < count; reply++) {
      errors += isError(reply) ? 1 : 0;
    }
    return errors;
  }

  boolean isInteger(int reply) {
    return bytes.bytes()[start(reply)] == ':';
  }

  long integer(int reply) throws ProtocolException {
    return integerAt(start(reply));
  }

  /** The value of the integer at an offset. */
  long integerAt(int offset) throws ProtocolException {
    if (bytes.bytes()[offset] != ':') {
      throw new ProtocolException("a node's reply is no integer");
    }
    return numberAt(offset);
  }

  /** The number in the head of the value at an offset: an integer's value, an array's length. */
  private long numberAt(int offset) throws ProtocolException {
    byte[] all = bytes.bytes();
    long value = 0;
    int at = offset + 1;
    boolean negative = all[at] == '-';
    if (negative) {
      at++;
    }
    for (; all[at] != '\r'; at++) {
      int digit = all[at] - '0';
      if (digit < 0 || digit > 9) {
        throw new ProtocolException("a node's reply has no number where its kind has one");
      }
      value = value * 10 + digit;
    }
    return negative ? -value : value;
  }

  /**
   * Where the elements of an array (or set, or map, keys and values in turn) start.
   *
   * @return one offset for each element, and behind them where the last one ends; a null array has no elements
   */
  int[] elements(int reply) throws ProtocolException {
    return elementsAt(start(reply), end(reply));
  }

  /** The number of elements of the value between two offsets; 0 when it is no array. */
  int elementsOrNone(int start, int end) throws ProtocolException {
    byte type = bytes.bytes()[start];
    return type == '*' || type == '~' || type == '%' ? elementsAt(start, end).length - 1 : 0;
  }

  private int[] elementsAt(int start, int end) throws ProtocolException {
    byte type = bytes.bytes()[start];
    if (type == '_') {
      return new int[] {end};
    }
    if (type != '*' && type != '~' && type != '%') {
      throw new ProtocolException("a node's reply is no array");
    }
    int size = (int) Math.max(0, numberAt(start)) * (type == '%' ? 2 : 1);
    int[] offsets = new int[size + 1];
    int at = start;
    while (bytes.bytes()[at++] != '\n') {
      // the head's end
    }
    for (int i = 0; i < size; i++) {
      offsets[i] = at;
      framer.begin();
      at = framer.feed(bytes.bytes(), at, end);
    }
    offsets[size] = at;
    return offsets;
  }
}
