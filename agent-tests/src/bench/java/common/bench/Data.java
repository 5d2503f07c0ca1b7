package bench;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Holds the keys of a workload, and the value of each. A key's value never changes: whatever the threads do at the same time,
 * every reply is known beforehand, and the reply for another key is always wrong.
 */
final class Data {
  final int size;
  private final byte[][] keys;
  private final byte[][] values;

  /**
   * Creates the keys, and a value for each.
   *
   * @param tag hash tag of all keys, so that one master has them all; if empty, each key has its own tag
   *     {@code k00000}, {@code k00001} ..., and the keys spread over the slots
   * @param valueBytes length of each value, at least 16
   */
  Data(int size, String tag, int valueBytes) {
    this.size = size;
    this.keys = new byte[size][];
    this.values = new byte[size][];
    for (int i = 0; i < size; i++) {
      String ownTag = tag.isEmpty() ? String.format("k%05d", i) : tag;
      keys[i] = ascii(String.format("{%s}:%05d", ownTag, i));
      values[i] = value(i, valueBytes);
    }
  }

  private static byte[] value(int seed, int length) {
    byte[] value = new byte[length];
    new Random(seed).nextBytes(value);
    byte[] head = ascii(String.format("value-%010d", seed));
    System.arraycopy(head, 0, value, 0, head.length);
    return value;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  byte[] key(int index) {
    return keys[index];
  }

  byte[] value(int index) {
    return values[index];
  }

  byte[][] keys(int[] indexes) {
    byte[][] some = new byte[indexes.length][];
    for (int i = 0; i < indexes.length; i++) {
      some[i] = keys[indexes[i]];
    }
    return some;
  }

  String keyText(int index) {
    return new String(keys[index], StandardCharsets.US_ASCII);
  }

  /** A hash that no other key holds. */
  Map<String, String> hash(int index, int fields) {
    Map<String, String> hash = new HashMap<>();
    for (int field = 0; field < fields; field++) {
      hash.put(String.format("field-%04d", field), String.format("%06d-%09d", index, field));
    }
    return hash;
  }

  /** A list of 16-byte elements that no other key holds. */
  List<byte[]> list(int index, int elements) {
    List<byte[]> list = new ArrayList<>(elements);
    for (int element = 0; element < elements; element++) {
      list.add(ascii(String.format("%06d-%09d", index, element)));
    }
    return list;
  }
}
