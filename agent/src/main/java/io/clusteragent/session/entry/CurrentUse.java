package io.clusteragent.session.entry;

import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;

/**
 * Records which threads write to a session and read from it now.
 *
 * <p>Jedis's {@code disconnect()} flushes before it closes, from any thread. Its buffer may hold a command that the
 * connection's own thread is writing at that moment. Two threads in one session would send the command twice, and give the
 * application replies to other commands. No thread waits here: the second writer gets an exception, and closes the connection.
 */
final class CurrentUse {
  private static final AtomicReferenceFieldUpdater<CurrentUse, Thread> WRITER =
      AtomicReferenceFieldUpdater.newUpdater(CurrentUse.class, Thread.class, "writer");
  private static final AtomicReferenceFieldUpdater<CurrentUse, Thread> READER =
      AtomicReferenceFieldUpdater.newUpdater(CurrentUse.class, Thread.class, "reader");

  private volatile Thread writer;
  private volatile Thread reader;

  /** Begins to write; returns whether no other thread writes. */
  boolean beginWriting() {
    return WRITER.compareAndSet(this, null, Thread.currentThread());
  }

  void endWriting(boolean begun) {
    if (begun) {
      WRITER.lazySet(this, null);
    }
  }

  void beginReading() {
    READER.lazySet(this, Thread.currentThread());
  }

  void endReading() {
    READER.lazySet(this, null);
  }

  /** Whether another thread writes or reads now. */
  boolean isUsedByAnotherThread() {
    Thread me = Thread.currentThread();
    Thread writing = writer;
    Thread reading = reader;
    return writing != null && writing != me || reading != null && reading != me;
  }
}
