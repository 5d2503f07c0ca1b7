package io.clusteragent.audit;

import io.clusteragent.cluster.connection.BackgroundThreads;
import io.clusteragent.log.Log;
import java.io.IOException;
import java.security.AccessController;
import java.security.PrivilegedAction;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Decides when the audit's report is written.
 *
 * <p>A background thread writes it every minute. Once the JVM ends, that thread may stop at any moment. From then on the threads of
 * shutdown hooks write what their commands add: at each of the first commands, then from time to time, and when they close
 * a connection.
 */
final class ReportWriter {
  private static final long MINUTE_MILLIS = TimeUnit.MINUTES.toMillis(1);

  /** A hook that sends few commands loses none of them, one that sends many is not slowed. */
  private static final int FIRST = 100;

  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final AuditReport report;
  private final AtomicBoolean failureSaid = new AtomicBoolean();
  private volatile boolean ending;
  private int commands; // while the JVM ends; guarded by this
  private long writtenAt; // guarded by this
  private boolean behind; // guarded by this

  ReportWriter(AuditReport report) {
    this.report = report;
  }

  void start() {
    try {
      new BackgroundThreads("cluster-agent audit")
          .newThread(this::writeEveryMinute)
          .start();
    } catch (OutOfMemoryError e) { // no more threads
      Log.warn("the audit's report is written when the JVM ends, not every minute: " + e);
    }
  }

  private void writeEveryMinute() {
    try {
      while (true) {
        Thread.sleep(MINUTE_MILLIS);
        write();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Called when shutdown hooks run. */
  void jvmEnds() {
    ending = true;
    write();
  }

  /** A command was looked at. */
  void lookedAt() {
    if (ending) {
      writeAtEnd(false);
    }
  }

  /** A connection was closed. */
  void closed() {
    if (ending) {
      writeAtEnd(true);
    }
  }

  private synchronized void writeAtEnd(boolean isLast) {
    if (!isLast) {
      commands++;
      behind = true;
    }
    if (behind && (isLast || commands <= FIRST || System.nanoTime() - writtenAt > PAUSE_NANOS)) {
      behind = false;
      // With the agent's rights, not those of the application whose command it was.
      AccessController.doPrivileged(new PrivilegedAction<Void>() {
        @Override
        public Void run() {
          write();
          return null;
        }
      });
      writtenAt = System.nanoTime();
    }
  }

  private void write() {
    try {
      report.write();
    } catch (IOException | RuntimeException e) {
      if (failureSaid.compareAndSet(false, true)) {
        Log.warn("the audit's report cannot be written, and is tried again every minute: " + e);
      }
    }
  }
}
