package io.clusteragent.protocol;

import java.nio.ByteBuffer;

/**
 * Skips bulk strings that are as long as the bulk strings before them.
 *
 * <p>This is the shortest way over such values. The start of a value does not have to be read from the value before it.
 * One read of eight bytes shows a value's end and the header of the next value.
 *
 * <p>Not thread-safe: owned by the thread that reads.
 */
final class Stride {

  /** Bytes of a value whose header is one line of at most five bytes: the header, 99 bytes of body, and CRLF. */
  private static final int LONGEST = 5 + 99 + 2;

  private static final int SHORTEST_OF_TWO_DIGITS = 5 + 10 + 2;

  /** CRLF, as the first two of eight bytes. */
  private static final long LINE_END = 0x0D0AL << 48;

  /** Eight bytes that begin with a value's line end reach this far behind the value. */
  private static final int BEHIND = Long.BYTES - 2;

  /** The array read last, and a view of it that reads eight bytes at once. */
  private byte[] viewed;

  private ByteBuffer words;

  /**
   * Counts the consecutive pairs of bulk strings that are as long as the first pair.
   *
   * @param from where the first pair begins
   * @param first the length of the pair's first value, as {@link WholeValue#length} found it
   * @param second the length of the pair's second value
   * @param max the largest number to return
   * @return at least 1; the last pairs of the piece may be left out
   */
  int pairs(byte[] bytes, int from, int first, int second, int to, long max) {
    int pair = first + second;
    boolean worthIt = first <= LONGEST
        && second <= LONGEST
        && bytes[from] == '$'
        && bytes[from + first] == '$'
        && from + 2 * pair + BEHIND <= to;
    return worthIt ? pairs(view(bytes), from, first, second, to - pair - BEHIND, max) : 1;
  }

  /**
   * @param last the last index at which a pair may begin, so that all bytes that are read lie in the piece
   */
  private static int pairs(ByteBuffer words, int from, int first, int second, int last, long max) {
    int pair = first + second;
    long firstMask = endAndHeader(first);
    long secondMask = endAndHeader(second);
    long firstLike = words.getLong(from) >>> 16 | LINE_END;
    long secondLike = words.getLong(from + first - 2);
    int at = from + pair;
    if (((words.getLong(at - 2) ^ firstLike) & firstMask) != 0) {
      return 1;
    }
    // The header of the first value of the pair at this place has been compared.
    int pairs = 1;
    while (pairs < max
        && at <= last
        && ((words.getLong(at + first - 2) ^ secondLike) & secondMask
                | (words.getLong(at + pair - 2) ^ firstLike) & firstMask)
            == 0) {
      at += pair;
      pairs++;
    }
    return pairs;
  }

  /** Masks, of eight bytes, the line end of the value before and the header of a value of this length. */
  private static long endAndHeader(int length) {
    return length < SHORTEST_OF_TWO_DIGITS ? -1L << 16 : -1L << 8;
  }

  private ByteBuffer view(byte[] bytes) {
    if (viewed != bytes) {
      viewed = bytes;
      words = ByteBuffer.wrap(bytes);
    }
    return words;
  }

  /** Releases the array, so that this object holds it no longer than it is used. */
  void forget() {
    if (viewed != null) {
      viewed = null;
      words = null;
    }
  }
}
