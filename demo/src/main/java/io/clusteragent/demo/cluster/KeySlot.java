package io.clusteragent.demo.cluster;

import java.nio.charset.StandardCharsets;

/** Computes the hash slot of a key, by the Redis Cluster specification: CRC16 (XMODEM) of the hash tag, mod 16384. */
final class KeySlot {
  private KeySlot() {}

  static int of(String key) {
    byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
    int from = 0;
    int to = bytes.length;
    int open = indexOf(bytes, '{', 0);
    int close = open < 0 ? -1 : indexOf(bytes, '}', open + 1);
    if (close > open + 1) {
      from = open + 1;
      to = close;
    }
    int crc = 0;
    for (int i = from; i < to; i++) {
      crc ^= (bytes[i] & 0xff) << 8;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 0x8000) == 0 ? crc << 1 : crc << 1 ^ 0x1021;
      }
    }
    return (crc & 0xffff) % ClusterView.SLOTS;
  }

  private static int indexOf(byte[] bytes, char wanted, int from) {
    for (int i = from; i < bytes.length; i++) {
      if (bytes[i] == wanted) {
        return i;
      }
    }
    return -1;
  }
}
