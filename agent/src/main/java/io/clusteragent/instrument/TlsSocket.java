package io.clusteragent.instrument;

import io.clusteragent.cluster.connection.WrappedSocket;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;

/**
 * Is a TLS socket whose {@code available()} counts what waits for its decryption, too.
 *
 * <p>Of a TLS socket of the JDK, {@code available()} is 0 until somebody reads; so a late reply would stay unseen.
 */
final class TlsSocket extends WrappedSocket {
  private final InputStream in;

  /**
   * @param socket the socket of Jedis, which some lines put around the secured one
   * @param secured the socket that decrypts
   * @param raw the socket below, whose bytes are encrypted
   */
  TlsSocket(Socket socket, Socket secured, Socket raw) throws IOException {
    super(socket);
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
}
