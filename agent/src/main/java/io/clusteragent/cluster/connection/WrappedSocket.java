package io.clusteragent.cluster.connection;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;

/** Forwards everything to another socket. Subclasses replace one of its streams. */
@SuppressWarnings("UnsynchronizedOverridesSynchronized") // as in ForwardingSocket
public abstract class WrappedSocket extends ForwardingSocket {
  private volatile Socket socket;

  /**
   * @param socket the other socket, connected
   */
  protected WrappedSocket(Socket socket) throws IOException {
    super(socket);
    this.socket = socket;
  }

  /** The socket that everything is forwarded to. */
  protected final Socket socket() {
    return socket;
  }

  /** Forwards everything but addresses and TCP options to another socket from now on. */
  protected final void replace(Socket other) {
    socket = other;
  }

  @Override
  public InputStream getInputStream() throws IOException {
    return socket.getInputStream();
  }

  @Override
  public OutputStream getOutputStream() throws IOException {
    return socket.getOutputStream();
  }

  @Override
  public void close() throws IOException {
    socket.close();
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
