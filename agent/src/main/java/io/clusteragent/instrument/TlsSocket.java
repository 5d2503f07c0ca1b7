package io.clusteragent.instrument;

import io.clusteragent.cluster.connection.ForwardingSocket;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;

/**
 * Is a TLS socket whose {@code available()} counts what has arrived and is not decrypted yet.
 *
 * <p>Of a TLS socket of the JDK, {@code available()} is 0 until somebody reads; so a late reply would stay unseen.
 */
// Not synchronized like Socket's own methods: a virtual thread must not be pinned, and the other
// socket is thread-safe itself.
@SuppressWarnings("UnsynchronizedOverridesSynchronized")
final class TlsSocket extends ForwardingSocket {
  private final Socket socket;
  private final InputStream in;

  /**
   * @param socket the socket of Jedis, which some lines put around the secured one
   * @param secured the socket that decrypts
   * @param raw the socket below, whose bytes are encrypted
   */
  TlsSocket(Socket socket, Socket secured, Socket raw) throws IOException {
    super(socket);
    this.socket = socket;
    InputStream decrypted = secured.getInputStream();
    InputStream encrypted = raw.getInputStream();
    this.in = new FilterInputStream(socket.getInputStream()) {
      @Override
      public int available() throws IOException {
        return decrypted.available() + encrypted.available();
      }
    };
  }

  @Override
  public InputStream getInputStream() {
    return in;
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
