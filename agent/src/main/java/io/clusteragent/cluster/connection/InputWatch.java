package io.clusteragent.cluster.connection;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets one thread wait for input on several connections, over TLS, too.
 *
 * <p>The waiting thread calls {@link NodeInput#watch} for each connection without input, then {@link #await}, and looks at all
 * of them after that. No call is needed to stop: a watched connection can be read as any other.
 *
 * <p>Thread-safe.
 */
public final class InputWatch {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private boolean awake;

  /** Ends the current wait, or else the next one. */
  public void wakeUp() {
    lock.lock();
    try {
      awake = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until a watched connection has input or is lost, or somebody calls {@link #wakeUp}.
   *
   * @param millis how long at most
   */
  public void await(long millis) {
    boolean interrupted = false;
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    long left = deadline - System.nanoTime();
    lock.lock();
    try {
      while (!awake && left > 0) {
        try {
          changed.awaitNanos(left);
        } catch (InterruptedException e) {
          interrupted = true; // an interrupt does not end a read from a socket either
        }
        left = deadline - System.nanoTime();
      }
      awake = false;
    } finally {
      lock.unlock();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
