package io.clusteragent.session.bytes;

import java.util.Arrays;

/** Collects bytes in a growing array, whose content is readable without a copy. */
public final class ByteArrayBuilder {
  private static final int KEPT = 64 * 1024;
  private static final int INITIAL = 256;

  private byte[] bytes;
  private int size;

  public ByteArrayBuilder() {
    this(INITIAL);
  }

  public ByteArrayBuilder(int room) {
    bytes = new byte[room];
  }

  public void append(byte[] from, int offset, int length) {
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

  public void append(byte[] from) {
    append(from, 0, from.length);
  }

  /** Adds the head of an array or a bulk string: its type, a number that is not negative, and CRLF. */
  public void appendHead(char type, int number) {
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

  public byte[] bytes() {
    return bytes;
  }

  public int size() {
    return size;
  }

  public byte[] toArray() {
    return Arrays.copyOf(bytes, size);
  }

  /** Drops what was added after there were {@code length} bytes. */
  public void truncate(int length) {
    size = length;
  }

  public void clear() {
    size = 0;
    if (bytes.length > KEPT) {
      bytes = new byte[INITIAL];
    }
  }
}
