package io.clusteragent.cluster.connection;

import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;

/**
 * Something that one session at a time holds, until it is closed.
 *
 * <p>{@code holder} is shared by all threads; the holder's thread owns all else, and handing over {@code holder} publishes it.
 */
abstract class ExclusivelyHeld {
  private static final Object CLOSED = new Object();
  private static final AtomicReferenceFieldUpdater<ExclusivelyHeld, Object> HOLDER =
      AtomicReferenceFieldUpdater.newUpdater(ExclusivelyHeld.class, Object.class, "holder");

  private volatile Object holder;
  private int lastHolder;
  private long takenAt = System.nanoTime();

  ExclusivelyHeld(Object holder) {
    this.holder = holder;
  }

  /** Takes it if nobody holds it. */
  public final boolean tryHold(Object newHolder) {
    return holder == null && HOLDER.compareAndSet(this, null, newHolder);
  }

  public final boolean isHeldBy(Object session) {
    return holder == session;
  }

  /** Whether anybody holds it, or it is closed. */
  final boolean isHeld() {
    return holder != null;
  }

  /** Whether it is closed. */
  public final boolean isClosed() {
    return holder == CLOSED;
  }

  /** Releases it; false when it was closed meanwhile. */
  final boolean tryRelease() {
    Object last = holder;
    lastHolder = System.identityHashCode(last);
    return last != CLOSED && HOLDER.compareAndSet(this, last, null);
  }

  /** Marks it as closed if this one still holds it. */
  final boolean tryMarkClosed(Object ofHolder) {
    return HOLDER.compareAndSet(this, ofHolder, CLOSED);
  }

  final void markClosed() {
    HOLDER.set(this, CLOSED);
  }

  /** The holder begins to use it. */
  final void taken(long now) {
    takenAt = now;
  }

  /** The holder has not used it since it took the other. */
  public final void unusedSince(ExclusivelyHeld other) {
    takenAt = other.takenAt;
  }

  final long nanosSinceTaken(long now) {
    return now - takenAt;
  }

  /** Whether another one held it before. A number stands for that holder, which may no longer exist. */
  final boolean wasHeldByAnother(Object newHolder) {
    return lastHolder != System.identityHashCode(newHolder);
  }
}
