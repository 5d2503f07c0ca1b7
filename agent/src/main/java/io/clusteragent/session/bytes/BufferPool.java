package io.clusteragent.session.bytes;

import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Keeps large arrays that sessions use for a short time.
 *
 * <p>A new array for each large value costs more time than the copy into it. All sessions of the JVM share the pool. It keeps
 * at most 32 MB. Thread-safe.
 */
public final class BufferPool {
  private static final long LIMIT = 32L * 1024 * 1024;

  private static final ConcurrentLinkedDeque<byte[]> SPARE = new ConcurrentLinkedDeque<>();
  private static final AtomicLong KEPT = new AtomicLong();

  private BufferPool() {}

  /** Returns an array of at least this length; its content is undefined. */
  public static byte[] take(int length) {
    for (byte[] spare : SPARE) {
      if (spare.length >= length && SPARE.remove(spare)) {
        KEPT.addAndGet(-spare.length);
        return spare;
      }
    }
    return new byte[length];
  }

  /** Takes an array back; its former user must not touch it any more. */
  public static void release(byte[] array) {
    if (KEPT.addAndGet(array.length) <= LIMIT) {
      SPARE.addFirst(array);
    } else {
      KEPT.addAndGet(-array.length);
    }
  }
}
