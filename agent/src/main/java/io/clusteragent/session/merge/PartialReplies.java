package io.clusteragent.session.merge;

import io.clusteragent.protocol.ProtocolException;
import io.clusteragent.protocol.ReplyFramer;
import io.clusteragent.protocol.WholeValue;
import io.clusteragent.session.bytes.ByteArrayBuilder;
import java.util.Arrays;

/** The replies to the parts of one command, as they came, one behind the other. */
public final class PartialReplies {
  /** Of a part's reply; longer ones find room, too. */
  private static final int USUAL_LENGTH = 32;

  /** For so many replies room is made beforehand. */
  private static final int MANY = 1024;

  private final ByteArrayBuilder bytes;
  private final ReplyFramer framer = new ReplyFramer();
  private int[] ends;
  private int count;
  private int errors;
  private int firstError = -1;

  /**
   * None yet.
   *
   * @param expected how many there will be; it may become more
   */
  PartialReplies(int expected) {
    int room = Math.min(expected, MANY);
    bytes = new ByteArrayBuilder(room * USUAL_LENGTH);
    ends = new int[room];
  }

  /** Adds a whole reply. */
  public void add(byte[] from, int offset, int length) {
    append(from, offset, length);
    end();
  }

  /** Adds a piece of the reply that is under way. */
  public void append(byte[] from, int offset, int length) {
    if (bytes.size() == start(count) && isError(from[offset]) && errors++ == 0) {
      firstError = count;
    }
    bytes.append(from, offset, length);
  }

  /** The reply under way is complete. */
  void end() {
    if (count == ends.length) {
      ends = Arrays.copyOf(ends, 2 * count);
    }
    ends[count++] = bytes.size();
  }

  public int count() {
    return count;
  }

  public byte[] bytes() {
    return bytes.bytes();
  }

  int start(int reply) {
    return reply == 0 ? 0 : ends[reply - 1];
  }

  int end(int reply) {
    return ends[reply];
  }

  public byte[] copy(int reply) {
    return Arrays.copyOfRange(bytes.bytes(), start(reply), end(reply));
  }

  public boolean isError(int reply) {
    return isError(bytes.bytes()[start(reply)]);
  }

  private static boolean isError(byte type) {
    return type == '-' || type == '!';
  }

  /** The first reply that is an error, or -1. */
  int firstError() {
    return firstError;
  }

  /** How many are errors. */
  int errors() {
    return errors;
  }

  boolean isInteger(int reply) {
    return bytes.bytes()[start(reply)] == ':';
  }

  /** Whether a reply is the null of RESP3, or the null bulk string of RESP2. */
  boolean isNull(int reply) {
    int at = start(reply);
    return bytes.bytes()[at] == '_' || bytes.bytes()[at] == '$' && bytes.bytes()[at + 1] == '-';
  }

  boolean startsWith(int reply, byte[] beginning) {
    int at = start(reply);
    if (end(reply) - at < beginning.length) {
      return false;
    }
    for (int i = 0; i < beginning.length; i++) {
      if (bytes.bytes()[at + i] != beginning[i]) {
        return false;
      }
    }
    return true;
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
  public int[] elements(int reply) throws ProtocolException {
    return elementsAt(start(reply), end(reply));
  }

  /** The number of elements of an array (or set; of a map twice its length); a null array has none. */
  int elementCount(int reply) throws ProtocolException {
    return countAt(start(reply));
  }

  /** Where the first element of an array starts, or the array ends. */
  int firstElement(int reply) {
    return behindHead(start(reply));
  }

  /** Where the value at an offset ends, an element of an array. */
  int endOfElement(int offset, int limit) throws ProtocolException {
    int length = WholeValue.length(bytes.bytes(), offset, limit);
    if (length > 0) {
      return offset + length;
    }
    framer.begin();
    return framer.feed(bytes.bytes(), offset, limit);
  }

  /** The number of elements of the value between two offsets; 0 when it is no array. */
  int elementsOrNone(int start, int end) throws ProtocolException {
    byte type = bytes.bytes()[start];
    return type == '*' || type == '~' || type == '%' ? elementsAt(start, end).length - 1 : 0;
  }

  /** As {@link #elements}, of the array between two offsets. */
  public int[] elementsAt(int start, int end) throws ProtocolException {
    int size = countAt(start);
    int[] offsets = new int[size + 1];
    offsets[0] = behindHead(start);
    for (int i = 0; i < size; i++) {
      offsets[i + 1] = endOfElement(offsets[i], end);
    }
    return offsets;
  }

  private int countAt(int start) throws ProtocolException {
    switch (bytes.bytes()[start]) {
      case '_':
        return 0;
      case '*':
      case '~':
        return (int) Math.max(0, numberAt(start));
      case '%':
        return 2 * (int) numberAt(start);
      default:
        throw new ProtocolException("a node's reply is no array");
    }
  }

  private int behindHead(int start) {
    int at = start;
    while (bytes.bytes()[at++] != '\n') {
      // a line
    }
    return at;
  }
}
