package io.clusteragent.audit;

import io.clusteragent.cluster.connection.BackgroundThreads;
import io.clusteragent.log.Log;
import java.io.IOException;
import java.net.Socket;

/** Watches all connections of a JVM. It writes what it finds every minute, and when the JVM ends. */
public final class Audit {
  private final FindingLog log;
  private final ReportWriter writer;

  /**
   * @param file the report
   * @param masked whether patterns of keys are left out of it
   * @param nodes the number of masters for which the report shows the expected load
   */
  public Audit(String file, boolean masked, int nodes) {
    log = new FindingLog(masked);
    writer = new ReportWriter(new AuditReport(log, file, nodes));
    try {
      Runtime.getRuntime()
          .addShutdownHook(
              new BackgroundThreads("cluster-agent audit, the end").newThread(writer::jvmEnds));
    } catch (IllegalStateException e) { // the first command comes in a shutdown hook
      writer.jvmEnds();
    }
    writer.start();
    Log.info("audit: commands are watched and go on unchanged; the report is " + file);
  }

  /** The same socket, watched. */
  public Socket watch(Socket socket) throws IOException {
    return new WatchedSocket(socket, new CompatibilityCheck(log), log, writer);
  }
}
