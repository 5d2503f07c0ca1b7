package io.clusteragent.audit;

import io.clusteragent.cluster.connection.WrappedSocket;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;

/** Wraps the application's own socket, and reads the commands that are written to it. */
@SuppressWarnings("UnsynchronizedOverridesSynchronized") // as in ForwardingSocket
final class WatchedSocket extends WrappedSocket {
  private final OutputStream out;
  private final ReportWriter writer;

  WatchedSocket(Socket own, CompatibilityCheck check, FindingLog log, ReportWriter writer)
      throws IOException {
    super(own);
    this.writer = writer;
    this.out = new CommandWatch(own.getOutputStream(), check, log, writer::commandSeen);
  }

  @Override
  public OutputStream getOutputStream() {
    return out;
  }

  @Override
  public void close() throws IOException {
    super.close();
    writer.connectionClosed();
  }
}
