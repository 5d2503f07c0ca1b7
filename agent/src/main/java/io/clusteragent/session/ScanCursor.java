package io.clusteragent.session;

/**
 * A cluster's SCAN cursor: a node's own cursor (44 bits), a fingerprint of the set of masters (8 bits) and 1 + the node's
 * index (12 bits), in one unsigned 64-bit number. 0 is the start and the end, as on a single server.
 *
 * <p>A node's cursor counts the buckets of its hash tables and, since 7.2, the hash slot: 44 bits are enough for 2^30
 * buckets in each of 16384 slots.
 */
final class ScanCursor {
  static final long INVALID = -1;
  static final int MAX_FINGERPRINT = 0xFF;
  static final int NO_FINGERPRINT = 0;

  private static final int NODE_BITS = 12;
  private static final int FINGERPRINT_BITS = 8;
  private static final int POSITION_SHIFT = NODE_BITS + FINGERPRINT_BITS;
  private static final int MAX_NODE = (1 << NODE_BITS) - 1;
  private static final long MAX_POSITION = (1L << 64 - POSITION_SHIFT) - 1;

  private ScanCursor() {}

  /** The number that these decimal digits are, unsigned; {@link #INVALID} when they are none that fits. */
  static long parse(byte[] bytes, int from, int length) {
    if (length == 0 || length > 20) {
      return INVALID;
    }
    try {
      return Long.parseUnsignedLong(
          new String(bytes, from, length, java.nio.charset.StandardCharsets.ISO_8859_1));
    } catch (NumberFormatException e) {
      return INVALID;
    }
  }

  /** A cursor as the application gets it; {@code null} when a part is too large. */
  static String format(long position, int fingerprint, int node) {
    if (position < 0 || position > MAX_POSITION || node >= MAX_NODE) {
      return null;
    }
    return Long.toUnsignedString(
        position << POSITION_SHIFT | (long) fingerprint << NODE_BITS | node + 1);
  }

  static int node(long cursor) {
    return (int) (cursor & MAX_NODE) - 1;
  }

  static int fingerprint(long cursor) {
    return (int) (cursor >>> NODE_BITS) & MAX_FINGERPRINT;
  }

  static long position(long cursor) {
    return cursor >>> POSITION_SHIFT;
  }
}
