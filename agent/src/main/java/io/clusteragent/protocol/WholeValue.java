package io.clusteragent.protocol;

/**
 * Measures values of the simplest kinds that lie whole in a piece.
 *
 * <p>The kinds are a line that is not an error, an integer, a bulk string, and an array of these. This is the short
 * way. {@link ReplyFramer} is the long way, for all other values.
 */
public final class WholeValue {

  /** Bytes of RESP2's null bulk string. */
  private static final int NULL_LENGTH = 5;

  /** Bytes of the header of an array whose length has eight digits. Even that array cannot lie in a piece. */
  private static final int LONGEST_ARRAY_HEAD = 1 + 8 + 2;

  private WholeValue() {}

  /**
   * As {@link #length}, and for an array of values of those kinds, too. This method reads the values in the array, so
   * an array of arrays is left to the long way.
   */
  public static int replyLength(byte[] bytes, int from, int to) {
    return from < to && bytes[from] == '*' ? arrayLength(bytes, from, to) : length(bytes, from, to);
  }

  /**
   * The length of the value that starts at {@code from}, from its type to its last line end.
   *
   * @return 0 when it is incomplete, of another kind, or not a value: then {@link ReplyFramer#feed} decides
   */
  public static int length(byte[] bytes, int from, int to) {
    if (from >= to) {
      return 0;
    }
    switch (bytes[from]) {
      case '$':
        return bulkLength(bytes, from, to);
      case '+':
      case '_':
      case '#':
      case ',':
      case '(':
        return lineLength(bytes, from, to);
      case ':':
        int sign = from + 1 < to && bytes[from + 1] == '-' ? 1 : 0;
        return integerLength(bytes, from, from + 1 + sign, to);
      default:
        return 0;
    }
  }

  private static int arrayLength(byte[] bytes, int from, int to) {
    int head = integerLength(bytes, from, from + 1, to);
    if (head == 0 || head > LONGEST_ARRAY_HEAD) {
      return 0;
    }
    int values = 0;
    for (int at = from + 1; bytes[at] != '\r'; at++) {
      values = values * 10 + (bytes[at] - '0');
    }
    int at = from + head;
    for (int length; values > 0; values--, at += length) {
      length = length(bytes, at, to);
      if (length == 0) {
        return 0;
      }
    }
    return at - from;
  }

  private static int lineLength(byte[] bytes, int from, int to) {
    for (int at = from + 1; at + 1 < to; at++) {
      if (bytes[at] == '\r') {
        return bytes[at + 1] == '\n' ? at + 2 - from : 0;
      }
      if (bytes[at] == '\n') {
        return 0;
      }
    }
    return 0;
  }

  private static int integerLength(byte[] bytes, int from, int firstDigit, int to) {
    int at = firstDigit;
    while (at < to && bytes[at] >= '0' && bytes[at] <= '9') {
      at++;
    }
    boolean ends = at > firstDigit && at + 1 < to && bytes[at] == '\r' && bytes[at + 1] == '\n';
    return ends ? at + 2 - from : 0;
  }

  private static int bulkLength(byte[] bytes, int from, int to) {
    int at = from + 1;
    int length = 0;
    int digit;
    while (at < to && (digit = bytes[at] - '0') >= 0 && digit <= 9 && length < to) {
      length = length * 10 + digit;
      at++;
    }
    int digits = at - from - 1;
    if (digits == 0) {
      return nullLength(bytes, from, to);
    }
    // Stride takes the number of a header's digits from the value's length.
    boolean leadingZero = digits > 1 && bytes[from + 1] == '0';
    // In this order no sum overflows: a length that does not fit the piece ends here.
    if (leadingZero || length > to - at - 4 || bytes[at] != '\r' || bytes[at + 1] != '\n') {
      return 0;
    }
    int end = at + 2 + length;
    return bytes[end] == '\r' && bytes[end + 1] == '\n' ? end + 2 - from : 0;
  }

  private static int nullLength(byte[] bytes, int from, int to) {
    return to - from >= NULL_LENGTH
            && bytes[from + 1] == '-'
            && bytes[from + 2] == '1'
            && bytes[from + 3] == '\r'
            && bytes[from + 4] == '\n'
        ? NULL_LENGTH
        : 0;
  }
}
