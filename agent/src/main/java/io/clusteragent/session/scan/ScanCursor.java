package io.clusteragent.session.scan;

import java.nio.charset.StandardCharsets;

/**
 * Encodes a position of a cluster-wide SCAN as a number.
 *
 * <p>While no slot moves, the number contains all that is needed to continue. From the highest bit: 0, the node's own cursor
 * (33 bits), the fingerprint of the slots and their nodes when the scan began (19 bits), 1 + the number of the visit (10 bits),
 * 0. A cursor whose lowest bit is 1 stands for a position in {@link ScanMemory}. The highest bit stays 0, because some
 * applications parse the cursor as a signed number. 0 is the start and the end, as on a single server.
 *
 * <p>A node's cursor counts the buckets of its hash table. Since Redis 7.2 this count is in the upper bits, behind the hash
 * slot.
 */
public final class ScanCursor {
  public static final long INVALID = -1;
  static final int MAX_VISIT = (1 << 10) - 2;
  static final long MAX_POSITION = (1L << 33) - 1;
  static final int MAX_FINGERPRINT = (1 << 19) - 1;

  private static final int VISIT_SHIFT = 1;
  private static final int FINGERPRINT_SHIFT = 11;
  private static final int POSITION_SHIFT = 30;
  private static final int MOST_DIGITS = 20;

  private ScanCursor() {}

  /** Parses decimal digits as an unsigned number; {@link #INVALID} when they are none, or the number is too large. */
  public static long parse(byte[] bytes, int from, int length) {
    if (length == 0 || length > MOST_DIGITS) {
      return INVALID;
    }
    try {
      return Long.parseUnsignedLong(new String(bytes, from, length, StandardCharsets.ISO_8859_1));
    } catch (NumberFormatException e) {
      return INVALID;
    }
  }

  /** Returns the cursor with these parts; {@link #INVALID} when one of them is too large. */
  static long of(long position, int fingerprint, int visit) {
    if (position < 0 || position > MAX_POSITION || visit > MAX_VISIT) {
      return INVALID;
    }
    return position << POSITION_SHIFT
        | (long) fingerprint << FINGERPRINT_SHIFT
        | (long) (visit + 1) << VISIT_SHIFT;
  }

  /** Returns the fingerprint of a snapshot, shortened to the length that a cursor has; never 0. */
  public static int fingerprint(SlotSnapshot snapshot) {
    long whole = snapshot.fingerprint();
    int shortened = (int) (whole ^ whole >>> 19 ^ whole >>> 38) & MAX_FINGERPRINT;
    return shortened == 0 ? 1 : shortened;
  }

  /** Whether a cursor stands for a position in {@link ScanMemory}. */
  static boolean isRemembered(long cursor) {
    return (cursor & 1) == 1;
  }

  /** Whether a cursor can be a result of {@link #of}. */
  public static boolean isValid(long cursor) {
    return cursor > 0 && !isRemembered(cursor) && fingerprint(cursor) != 0 && visit(cursor) >= 0;
  }

  public static int visit(long cursor) {
    return ((int) (cursor >>> VISIT_SHIFT) & MAX_VISIT + 1) - 1;
  }

  public static int fingerprint(long cursor) {
    return (int) (cursor >>> FINGERPRINT_SHIFT) & MAX_FINGERPRINT;
  }

  public static long position(long cursor) {
    return cursor >>> POSITION_SHIFT;
  }
}
