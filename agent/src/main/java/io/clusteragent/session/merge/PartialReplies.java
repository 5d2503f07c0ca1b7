package io.clusteragent.session.merge;

import io.clusteragent.protocol.ProtocolException;
import io.clusteragent.protocol.ReplyFramer;
import io.clusteragent.protocol.WholeValue;
import io.clusteragent.session.bytes.ByteArrayBuilder;
import java.util.Arrays;

/** Collects the replies to the parts of one command, unchanged and in one array. */
public final class PartialReplies {
  /** The expected length of a part's reply, in bytes; longer replies fit, too. */
  private static final int USUAL_LENGTH = 32;

  /** The most replies for which space is reserved beforehand. */
  private static final int MAX_RESERVED = 1024;

  private final ByteArrayBuilder bytes;
  private final ReplyFramer framer = new ReplyFramer();
  private int[] ends;
  private int count;
  private int errors;
  private int firstError = -1;

  /**
   * Starts without replies.
   *
   * @param expected the expected number of replies; more fit, too
   */
  PartialReplies(int expected) {
    int room = Math.min(expected, MAX_RESERVED);
    bytes = new ByteArrayBuilder(room * USUAL_LENGTH);
    ends = new int[room];
  }

  /** Adds a whole reply. */
  public void add(byte[] from, int offset, int length) {
    append(from, offset, length);
    end();
  }

  /** Adds a piece of the current reply. */
  public void append(byte[] from, int offset, int length) {
    if (bytes.size() == start(count) && isError(from[offset]) && errors++ == 0) {
      firstError = count;
    }
    bytes.append(from, offset, length);
  }

  /** Marks the current reply as complete. */
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

  /** Returns the number of the first reply that is an error; -1 when there is none. */
  int firstError() {
    return firstError;
  }

  /** Returns how many of the replies are errors. */
  int errors() {
    return errors;
  }

  boolean isInteger(int reply) {
    return bytes.bytes()[start(reply)] == ':';
  }

  /** Whether a reply is the null of RESP3 or the null bulk string of RESP2. */
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

  /** Returns the value of the integer at an offset. */
  long integerAt(int offset) throws ProtocolException {
    if (bytes.bytes()[offset] != ':') {
      throw new ProtocolException("a node's reply is no integer");
    }
    return numberAt(offset);
  }

  /** Returns the number in the head of the value at an offset: the value of an integer, or the length of an array. */
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
   * Returns the offsets of the elements of an array, a set, or a map (keys and values in turn).
   *
   * @return one offset for each element, and then the end of the last one; a null array has no elements
   */
  public int[] elements(int reply) throws ProtocolException {
    return elementsAt(start(reply), end(reply));
  }

  /** Returns the number of elements of an array or a set, and twice the length of a map; 0 for a null array. */
  int elementCount(int reply) throws ProtocolException {
    return countAt(start(reply));
  }

  /** Returns the offset of the first element of an array; the end of the array when it is empty. */
  int firstElement(int reply) {
    return afterHead(start(reply));
  }

  /** Returns the end of the value at an offset, which is an element of an array. */
  int endOfElement(int offset, int limit) throws ProtocolException {
    int length = WholeValue.length(bytes.bytes(), offset, limit);
    if (length > 0) {
      return offset + length;
    }
    framer.begin();
    return framer.feed(bytes.bytes(), offset, limit);
  }

  /** Returns the number of elements of the value between two offsets; 0 when it is not an array. */
  int elementsOrNone(int start, int end) throws ProtocolException {
    byte type = bytes.bytes()[start];
    return type == '*' || type == '~' || type == '%' ? elementsAt(start, end).length - 1 : 0;
  }

  /** As {@link #elements}, for the array between two offsets. */
  public int[] elementsAt(int start, int end) throws ProtocolException {
    int size = countAt(start);
    int[] offsets = new int[size + 1];
    offsets[0] = afterHead(start);
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

  private int afterHead(int start) {
    int at = start;
    while (bytes.bytes()[at++] != '\n') {
      // until the line's end
    }
    return at;
  }
}
