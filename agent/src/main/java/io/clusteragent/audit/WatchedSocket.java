package io.clusteragent.audit;

import io.clusteragent.cluster.connection.ForwardingSocket;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;

/** Wraps the application's own socket, and reads the commands that are written to it. */
@SuppressWarnings("UnsynchronizedOverridesSynchronized") // as in ForwardingSocket
final class WatchedSocket extends ForwardingSocket {
  private final Socket socket;
  private final OutputStream out;
  private final ReportWriter writer;

  WatchedSocket(Socket own, CompatibilityCheck check, FindingLog log, ReportWriter writer)
      throws IOException {
    super(own);
    this.socket = own;
    this.writer = writer;
    this.out = new CommandWatch(own.getOutputStream(), check, log, writer::commandSeen);
  }

  @Override
  public InputStream getInputStream() throws IOException {
    return socket.getInputStream();
  }

  @Override
  public OutputStream getOutputStream() {
    return out;
  }

  @Override
  public void close() throws IOException {
    socket.close();
    writer.connectionClosed();
  }

  @Override
  public void setSoTimeout(int millis) throws SocketException {
    socket.setSoTimeout(millis);
  }

  @Override
  public int getSoTimeout() throws SocketException {
    return socket.getSoTimeout();
  }

  @Override
  public boolean isConnected() {
    return socket.isConnected();
  }

  @Override
  public boolean isBound() {
    return socket.isBound();
  }

  @Override
  public boolean isClosed() {
    return socket.isClosed();
  }

  @Override
  public boolean isInputShutdown() {
    return socket.isInputShutdown();
  }

  @Override
  public boolean isOutputShutdown() {
    return socket.isOutputShutdown();
  }

  @Override
  public void shutdownInput() throws IOException {
    socket.shutdownInput();
  }

  @Override
  public void shutdownOutput() throws IOException {
    socket.shutdownOutput();
  }
}
