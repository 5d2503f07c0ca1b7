package io.clusteragent.session.bytes;

import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Large arrays that sessions need for a moment only, shared by the JVM: making a new one for each large value costs more
 * than the copy into it. Keeps at most 32 MB.
 */
public final class BufferPool {
  private static final long LIMIT = 32L * 1024 * 1024;

  private static final ConcurrentLinkedDeque<byte[]> SPARE = new ConcurrentLinkedDeque<>();
  private static final AtomicLong KEPT = new AtomicLong();

  private BufferPool() {}

  /** An array of at least this length, its content undefined. */
  public static byte[] take(int length) {
    for (byte[] spare : SPARE) {
      if (spare.length >= length && SPARE.remove(spare)) {
        KEPT.addAndGet(-spare.length);
        return spare;
      }
    }
    return new byte[length];
  }

  /** Gives an array up; nobody may use it any more. */
  public static void release(byte[] array) {
    if (KEPT.addAndGet(array.length) <= LIMIT) {
      SPARE.addFirst(array);
    } else {
      KEPT.addAndGet(-array.length);
    }
  }
}
