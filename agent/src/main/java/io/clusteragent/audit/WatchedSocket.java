package io.clusteragent.audit;

import io.clusteragent.cluster.connection.ForwardingSocket;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;

/** Wraps the application's own socket, and reads what is written to it on the way. */
@SuppressWarnings("UnsynchronizedOverridesSynchronized") // as in ForwardingSocket
final class WatchedSocket extends ForwardingSocket {
  private final Socket own;
  private final OutputStream out;
  private final ReportWriter writer;

  WatchedSocket(Socket own, CompatibilityCheck judge, FindingLog log, ReportWriter writer)
      throws IOException {
    super(own);
    this.own = own;
    this.writer = writer;
    this.out = new CommandWatch(own.getOutputStream(), judge, log, writer::lookedAt);
  }

  @Override
  public InputStream getInputStream() throws IOException {
    return own.getInputStream();
  }

  @Override
  public OutputStream getOutputStream() {
    return out;
  }

  @Override
  public void close() throws IOException {
    own.close();
    writer.closed();
  }

  @Override
  public void setSoTimeout(int millis) throws SocketException {
    own.setSoTimeout(millis);
  }

  @Override
  public int getSoTimeout() throws SocketException {
    return own.getSoTimeout();
  }

  @Override
  public boolean isConnected() {
    return own.isConnected();
  }

  @Override
  public boolean isBound() {
    return own.isBound();
  }

  @Override
  public boolean isClosed() {
    return own.isClosed();
  }

  @Override
  public boolean isInputShutdown() {
    return own.isInputShutdown();
  }

  @Override
  public boolean isOutputShutdown() {
    return own.isOutputShutdown();
  }

  @Override
  public void shutdownInput() throws IOException {
    own.shutdownInput();
  }

  @Override
  public void shutdownOutput() throws IOException {
    own.shutdownOutput();
  }
}
