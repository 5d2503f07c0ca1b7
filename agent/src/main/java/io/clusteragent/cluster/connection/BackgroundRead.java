package io.clusteragent.cluster.connection;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * One read from a socket that a background thread does, so that nobody has to poll.
 *
 * <p>A TLS socket shows what has arrived only to a thread that reads from it; its {@code available()} is 0 until then.
 */
final class BackgroundRead implements Runnable {
  private static final ExecutorService THREADS = new ThreadPoolExecutor(
      0,
      Integer.MAX_VALUE,
      10,
      TimeUnit.SECONDS,
      new SynchronousQueue<>(),
      new BackgroundThreads("cluster-agent-input"));

  private final InputStream in;
  private final byte[] bytes;
  private final int from;
  private final CountDownLatch done = new CountDownLatch(1);
  private int count;
  private Throwable failure;
  private volatile InputWatch watch;

  /**
   * @param from where in the array the bytes go; the array belongs to this read until it is done
   */
  BackgroundRead(InputStream in, byte[] bytes, int from, InputWatch watch) {
    this.in = in;
    this.bytes = bytes;
    this.from = from;
    this.watch = watch;
  }

  /**
   * Starts the read.
   *
   * @throws IOException when the JVM cannot start a thread
   */
  void start() throws IOException {
    try {
      THREADS.execute(this);
    } catch (OutOfMemoryError e) {
      throw new IOException("no thread can be started that waits for input: " + e.getMessage(), e);
    }
  }

  @Override
  public void run() {
    try {
      count = in.read(bytes, from, bytes.length - from);
    } catch (IOException | RuntimeException | Error e) {
      failure = e;
    } finally {
      done.countDown();
      watch.wakeUp();
    }
  }

  /** Wakes this watch from now on; at once, when the read is done. */
  void wake(InputWatch newWatch) {
    watch = newWatch;
    if (isDone()) {
      newWatch.wakeUp();
    }
  }

  boolean isDone() {
    return done.getCount() == 0;
  }

  /** The number of bytes that have arrived. */
  int available() {
    return isDone() ? Math.max(0, count) : 0;
  }

  /**
   * Waits until the read is done.
   *
   * @param millis how long at most; 0 waits for ever
   * @return false when the time is over
   */
  boolean await(int millis) {
    boolean interrupted = false;
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    try {
      while (true) {
        try {
          if (millis == 0) {
            done.await();
            return true;
          }
          return done.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
          interrupted = true; // an interrupt does not end a read from a socket either
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** The number of bytes of a read that is done; at most 0 at the end of the stream. */
  int count() throws IOException {
    if (failure instanceof IOException) {
      throw (IOException) failure;
    }
    if (failure != null) {
      throw new IOException("reading failed: " + failure, failure);
    }
    return count;
  }
}
