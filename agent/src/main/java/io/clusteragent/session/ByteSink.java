package io.clusteragent.session;

import java.util.Arrays;

/** A growing array of bytes whose content can be used without a copy. */
final class ByteSink {
  private static final int KEPT = 64 * 1024;
  private static final int INITIAL = 256;

  private byte[] bytes;
  private int size;

  ByteSink() {
    this(INITIAL);
  }

  ByteSink(int room) {
    bytes = new byte[room];
  }

  void append(byte[] from, int offset, int length) {
    ensure(length);
    System.arraycopy(from, offset, bytes, size, length);
    size += length;
  }

  private void ensure(int more) {
    if (more > bytes.length - size) {
      long wanted = Math.max((long) size + more, 2L * bytes.length);
      bytes = Arrays.copyOf(bytes, (int) Math.min(wanted, Integer.MAX_VALUE - 16));
    }
  }

  void append(byte[] from) {
    append(from, 0, from.length);
  }

  /** Adds the head of an array or a bulk string: its type, a number that is not negative, CRLF. */
  void appendHead(char type, int number) {
    int digits = 1;
    for (int rest = number / 10; rest > 0; rest /= 10) {
      digits++;
    }
    ensure(digits + 3);
    bytes[size] = (byte) type;
    for (int i = size + digits, rest = number; i > size; i--, rest /= 10) {
      bytes[i] = (byte) ('0' + rest % 10);
    }
    size += digits + 1;
    bytes[size++] = '\r';
    bytes[size++] = '\n';
  }

  byte[] bytes() {
    return bytes;
  }

  int size() {
    return size;
  }

  byte[] toArray() {
    return Arrays.copyOf(bytes, size);
  }

  void clear() {
    size = 0;
    if (bytes.length > KEPT) {
      bytes = new byte[INITIAL];
    }
  }
}
