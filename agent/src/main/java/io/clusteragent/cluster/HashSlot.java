package io.clusteragent.cluster;

/**
 * The hash slot of a key: CRC16 (XMODEM) of the key, or of its hash tag, modulo 16384.
 *
 * <p>Source: cluster specification, "Key distribution model" and "Hash tags". Works on the bytes that go to the wire.
 */
public final class HashSlot {

  /** Number of hash slots of every cluster. */
  public static final int COUNT = 16384;

  private static final char[] CRC16 = table();

  private HashSlot() {}

  /** The slot of the key at {@code bytes[offset, offset + length)}; 0 to 16383. */
  public static int of(byte[] bytes, int offset, int length) {
    int crc = 0;
    int end = offset + length;
    for (int i = offset; i < end; i++) {
      if (bytes[i] == '{') {
        return withBrace(bytes, offset, i, end);
      }
      crc = (crc << 8 & 0xFFFF) ^ CRC16[crc >>> 8 ^ bytes[i] & 0xFF];
    }
    return crc & (COUNT - 1);
  }

  /** Only the first '{' and the first '}' behind it count, and an empty tag is none. */
  private static int withBrace(byte[] bytes, int from, int open, int end) {
    int close = indexOf(bytes, (byte) '}', open + 1, end);
    int crc = close > open + 1 ? crc16(bytes, open + 1, close) : crc16(bytes, from, end);
    return crc & (COUNT - 1);
  }

  /** The slot of a whole array taken as a key. */
  public static int of(byte[] key) {
    return of(key, 0, key.length);
  }

  static int crc16(byte[] bytes, int from, int end) {
    int crc = 0;
    for (int i = from; i < end; i++) {
      crc = (crc << 8 & 0xFFFF) ^ CRC16[crc >>> 8 ^ bytes[i] & 0xFF];
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
}
