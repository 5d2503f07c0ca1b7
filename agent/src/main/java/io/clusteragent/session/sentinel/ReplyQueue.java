package io.clusteragent.session.sentinel;

import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Hands replies from the thread that writes commands to the thread that reads. Thread-safe; its lock is held for moments. */
final class ReplyQueue {
  /** What {@link #take} returns when {@link #wake} was called. */
  static final int WOKEN = -2;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private byte[] replies = new byte[0]; // under the lock, as are all that follow
  private int taken;
  private boolean ended;
  private boolean woken;
  private boolean closed;

  /**
   * @param last whether the stream ends behind these bytes
   */
  void add(byte[] bytes, boolean last) {
    lock.lock();
    try {
      int rest = replies.length - taken;
      byte[] all = Arrays.copyOfRange(replies, taken, taken + rest + bytes.length);
      System.arraycopy(bytes, 0, all, rest, bytes.length);
      replies = all;
      taken = 0;
      ended |= last;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Makes a reader that finds no bytes return {@link #WOKEN}, once. */
  void wake() {
    lock.lock();
    try {
      woken = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Ends all reads, those that wait, too. */
  void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  void checkOpen() throws SocketException {
    if (isClosed()) {
      throw new SocketException("Socket closed");
    }
  }

  int available() {
    lock.lock();
    try {
      return replies.length - taken;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for bytes. An interrupt does not end the wait, as at a socket.
   *
   * @param hasTimeout whether to wait until {@code end} at most
   * @return how many bytes were taken; -1 at the end of the stream; or {@link #WOKEN}
   */
  int take(byte[] into, int from, int length, boolean hasTimeout, long end) throws IOException {
    boolean interrupted = false;
    lock.lock();
    try {
      while (true) {
        checkOpen();
        if (taken < replies.length || length == 0) {
          int count = Math.min(length, replies.length - taken);
          System.arraycopy(replies, taken, into, from, count);
          taken += count;
          return count;
        }
        if (ended) {
          return -1;
        }
        if (woken) {
          woken = false;
          return WOKEN;
        }
        long left = end - System.nanoTime();
        if (hasTimeout && left <= 0) {
          throw new SocketTimeoutException("Read timed out");
        }
        try {
          // The bound without a timeout only makes one call serve both.
          changed.awaitNanos(hasTimeout ? left : TimeUnit.DAYS.toNanos(1));
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      lock.unlock();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
