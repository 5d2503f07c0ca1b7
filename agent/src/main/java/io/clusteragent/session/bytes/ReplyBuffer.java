package io.clusteragent.session.bytes;

import java.util.Arrays;

/**
 * Holds reply bytes that wait for the application to read them.
 *
 * <p>They are replies of the agent itself, or replies of a node that were read before the application asked for them.
 */
public final class ReplyBuffer {
  private static final byte[] NOTHING = new byte[0];

  private byte[] bytes = NOTHING;
  private int position;

  public boolean isEmpty() {
    return position == bytes.length;
  }

  public int size() {
    return bytes.length - position;
  }

  /** Copies as many bytes as there is room for, and returns their number. */
  public int take(byte[] into, int at, int room) {
    int n = Math.min(room, size());
    if (n == 0) {
      return 0;
    }
    System.arraycopy(bytes, position, into, at, n);
    position += n;
    if (isEmpty()) {
      replace(NOTHING);
    }
    return n;
  }

  /** Replaces the content, all of which was taken before, by an array that is not copied. */
  public void replace(byte[] next) {
    bytes = next;
    position = 0;
  }

  /** Adds bytes behind those that wait. */
  public void append(byte[] next) {
    append(next, 0, next.length);
  }

  public void append(ByteArrayBuilder next) {
    if (next.size() > 0) {
      append(next.bytes(), 0, next.size());
    }
  }

  /** Moves all bytes of another buffer behind those that wait here. */
  public void append(ReplyBuffer others) {
    if (!others.isEmpty()) {
      append(others.bytes, others.position, others.size());
      others.replace(NOTHING);
    }
  }

  private void append(byte[] from, int offset, int length) {
    byte[] joined = Arrays.copyOfRange(bytes, position, bytes.length + length);
    System.arraycopy(from, offset, joined, size(), length);
    replace(joined);
  }

  /** Adds bytes in front of those that wait. */
  public void prepend(ByteArrayBuilder first) {
    if (first.size() > 0) {
      first.append(bytes, position, size());
      replace(first.toArray());
    }
  }
}
