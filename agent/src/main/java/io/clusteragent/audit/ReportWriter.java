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
 * <p>A background thread writes it every minute. Once the JVM ends, that thread may stop at any moment. From then on the threads
 * of shutdown hooks write the report: after each of their first commands, then at most every 50 ms, and when they close a
 * connection.
 */
final class ReportWriter {
  private static final long MINUTE_MILLIS = TimeUnit.MINUTES.toMillis(1);

  /** So the report has every command of a hook that sends few, and a hook that sends many is not slowed down. */
  private static final int ALWAYS_WRITTEN = 100;

  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final AuditReport report;
  private final AtomicBoolean failureLogged = new AtomicBoolean();
  private volatile boolean ending;
  private int commands; // while the JVM ends; guarded by this
  private long writtenAt; // guarded by this
  private boolean unwritten; // guarded by this

  ReportWriter(AuditReport report) {
    this.report = report;
  }

  void start() {
    try {
      new BackgroundThreads("cluster-agent audit")
          .newThread(this::writeEveryMinute)
          .start();
    } catch (OutOfMemoryError e) { // no more threads can be started
      Log.warn("the audit's report is written only when the JVM ends, not every minute: " + e);
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

  /** The shutdown hooks have started. */
  void jvmEnds() {
    ending = true;
    write();
  }

  /** The application has written to a connection. */
  void commandSeen() {
    if (ending) {
      writeAtEnd(false);
    }
  }

  /** A connection was closed. */
  void connectionClosed() {
    if (ending) {
      writeAtEnd(true);
    }
  }

  private synchronized void writeAtEnd(boolean isLast) {
    if (!isLast) {
      commands++;
      unwritten = true;
    }
    if (unwritten
        && (isLast || commands <= ALWAYS_WRITTEN || System.nanoTime() - writtenAt > PAUSE_NANOS)) {
      unwritten = false;
      // With the agent's rights, not with those of the application that sent the command.
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
      if (failureLogged.compareAndSet(false, true)) {
        Log.warn("the audit's report cannot be written; the agent tries again every minute: " + e);
      }
    }
  }
}
