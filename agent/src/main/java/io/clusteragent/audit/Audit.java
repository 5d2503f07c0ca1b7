package io.clusteragent.audit;

import io.clusteragent.cluster.connection.BackgroundThreads;
import io.clusteragent.log.Log;
import java.io.IOException;
import java.net.Socket;

/** Watches all connections of a JVM, and writes the findings every minute and when the JVM ends. */
public final class Audit {
  private final FindingLog log;
  private final ReportWriter writer;

  /**
   * @param file the file of the report
   * @param masked whether the report contains no patterns of keys
   * @param nodes the number of masters for which the report shows the expected load
   */
  public Audit(String file, boolean masked, int nodes) {
    log = new FindingLog(masked);
    writer = new ReportWriter(new AuditReport(log, file, nodes));
    try {
      Runtime.getRuntime()
          .addShutdownHook(
              new BackgroundThreads("cluster-agent audit, the end").newThread(writer::jvmEnds));
    } catch (IllegalStateException e) { // a shutdown hook sends the first command
      writer.jvmEnds();
    }
    writer.start();
    Log.info("audit: the agent watches commands and does not change them; the report is " + file);
  }

  /** Wraps a socket, so that its commands are checked. */
  public Socket watch(Socket socket) throws IOException {
    return new WatchedSocket(socket, new CompatibilityCheck(log), log, writer);
  }
}
