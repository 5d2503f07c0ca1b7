package io.clusteragent.audit;

import io.clusteragent.cluster.BackgroundThreads;
import io.clusteragent.log.Log;
import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Watches all connections of a JVM, and writes what it finds every minute and when the JVM ends. */
public final class Audit {
  private static final long MINUTE_MILLIS = TimeUnit.MINUTES.toMillis(1);

  private final FindingLog log;
  private final AuditReport report;
  private final AtomicBoolean failureSaid = new AtomicBoolean();

  /**
   * @param file the report
   * @param masked whether patterns of keys are left out of it
   * @param nodes the number of masters for which the load is foretold
   */
  public Audit(String file, boolean masked, int nodes) {
    log = new FindingLog(masked);
    report = new AuditReport(log, file, nodes);
    Runtime.getRuntime().addShutdownHook(thread(this::write, "cluster-agent audit, the end"));
    thread(this::writeEveryMinute, "cluster-agent audit").start();
    Log.info("audit: commands are watched and go on unchanged; the report is " + file);
  }

  /** The same socket, watched. */
  public Socket watch(Socket socket) throws IOException {
    return new WatchedSocket(socket, new Judge(log), log);
  }

  private static Thread thread(Runnable task, String name) {
    return new BackgroundThreads(name).newThread(task);
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
