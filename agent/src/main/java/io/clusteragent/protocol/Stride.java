package io.clusteragent.protocol;

import java.nio.ByteBuffer;

/**
 * The shortest way over values that are as long as those before them: where one begins does not have to be read from the one
 * before, and one look at eight bytes shows a value's end and the next one's header.
 *
 * <p>Not thread-safe: owned by the thread that reads.
 */
final class Stride {

  /** Of a value whose header is one line of at most five bytes: 99 of its own, and CRLF. */
  private static final int LONGEST = 5 + 99 + 2;

  private static final int SHORTEST_OF_TWO_DIGITS = 5 + 10 + 2;

  /** CRLF, as the first two of eight bytes. */
  private static final long LINE_END = 0x0D0AL << 48;

  /** Eight bytes that begin with a value's line end reach so far behind the value. */
  private static final int BEHIND = Long.BYTES - 2;

  /** The array looked at last, and a view of it that takes eight bytes at once. */
  private byte[] viewed;

  private ByteBuffer words;

  /**
   * How many pairs of bulk strings stand one behind the other that are as long as the first pair.
   *
   * @param from where the first pair begins, of the given lengths, as {@link WholeValue#length} found them
   * @param max how many it may be
   * @return at least 1; the last ones of the piece may be missing
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
   * @param last where a pair may begin at the latest, so that what is looked at lies in the piece
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
    // Of the pair at this place, the header of the first value has been seen.
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

  /** Of eight bytes, those that are the line end of the value before and the header of a value of this length. */
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

  /** Holds a buffer no longer than it is used. */
  void forget() {
    if (viewed != null) {
      viewed = null;
      words = null;
    }
  }
}
