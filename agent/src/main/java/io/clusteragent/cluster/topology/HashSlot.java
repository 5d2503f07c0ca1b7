package io.clusteragent.cluster.topology;

import io.clusteragent.protocol.Request;
import java.util.Arrays;

/**
 * Computes the hash slot of a key: CRC16 (XMODEM) of the key, or of its hash tag, modulo 16384.
 *
 * <p>Source: cluster specification, "Key distribution model" and "Hash tags". Works on the bytes that go to the wire.
 */
public final class HashSlot {

  /** Number of hash slots of every cluster. */
  public static final int COUNT = 16384;

  // Each table holds what a byte contributes to the checksum when none to three bytes follow it.
  // Four look-ups that do not depend on each other take the time of one ("slicing by 4").
  private static final char[] NONE_FOLLOW = table();
  private static final char[] ONE_FOLLOWS = followedByZero(NONE_FOLLOW);
  private static final char[] TWO_FOLLOW = followedByZero(ONE_FOLLOWS);
  private static final char[] THREE_FOLLOW = followedByZero(TWO_FOLLOW);

  private HashSlot() {}

  /** The slot of the key at {@code bytes[offset, offset + length)}; 0 to 16383. */
  public static int of(byte[] bytes, int offset, int length) {
    int end = offset + length;
    for (int i = offset; i < end; i++) {
      if (bytes[i] == '{') {
        return withBrace(bytes, offset, i, end);
      }
    }
    return crc16(bytes, offset, end) & (COUNT - 1);
  }

  /** Only the first '{' and the first '}' behind it count. An empty tag does not count. */
  private static int withBrace(byte[] bytes, int from, int open, int end) {
    int close = indexOf(bytes, (byte) '}', open + 1, end);
    int crc = close > open + 1 ? crc16(bytes, open + 1, close) : crc16(bytes, from, end);
    return crc & (COUNT - 1);
  }

  /** The slot of the key at this argument of a command. */
  public static int of(Request request, int argument) {
    return of(request.bytes(), request.offset(argument), request.length(argument));
  }

  /** The slot of a whole array taken as a key. */
  public static int of(byte[] key) {
    return of(key, 0, key.length);
  }

  /** The hash tag of a key: the part that alone determines its slot; {@code null} when the key has none. */
  public static byte[] tag(byte[] key) {
    int open = indexOf(key, (byte) '{', 0, key.length);
    int close = open < 0 ? -1 : indexOf(key, (byte) '}', open + 1, key.length);
    return close > open + 1 ? Arrays.copyOfRange(key, open + 1, close) : null;
  }

  private static int crc16(byte[] bytes, int from, int end) {
    int crc = 0;
    int i = from;
    for (; i + 4 <= end; i += 4) {
      crc = THREE_FOLLOW[crc >>> 8 ^ bytes[i] & 0xFF]
          ^ TWO_FOLLOW[(crc ^ bytes[i + 1]) & 0xFF]
          ^ ONE_FOLLOWS[bytes[i + 2] & 0xFF]
          ^ NONE_FOLLOW[bytes[i + 3] & 0xFF];
    }
    for (; i < end; i++) {
      crc = (crc << 8 & 0xFFFF) ^ NONE_FOLLOW[crc >>> 8 ^ bytes[i] & 0xFF];
    }
    return crc;
  }

  private static int indexOf(byte[] bytes, byte wanted, int from, int end) {
    for (int i = from; i < end; i++) {
      if (bytes[i] == wanted) {
        return i;
      }
    }
    return -1;
  }

  private static char[] table() {
    char[] table = new char[256];
    for (int i = 0; i < 256; i++) {
      int crc = i << 8;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 0x8000) != 0 ? crc << 1 ^ 0x1021 : crc << 1;
      }
      table[i] = (char) crc;
    }
    return table;
  }

  private static char[] followedByZero(char[] table) {
    char[] longer = new char[256];
    for (int i = 0; i < 256; i++) {
      longer[i] = (char) (table[i] << 8 & 0xFFFF ^ NONE_FOLLOW[table[i] >>> 8]);
    }
    return longer;
  }
}
