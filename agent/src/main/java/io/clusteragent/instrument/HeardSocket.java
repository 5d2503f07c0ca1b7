package io.clusteragent.instrument;

import io.clusteragent.cluster.connection.WrappedSocket;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;

/**
 * Is a socket that knows why nothing was ever read from it.
 *
 * <p>A TLS socket of the JDK hides that from a host name verifier: it has a session without a certificate then.
 */
final class HeardSocket extends WrappedSocket {
  private final InputStream in;
  private IOException silence;

  HeardSocket(Socket socket) throws IOException {
    super(socket);
    this.in = new FilterInputStream(socket.getInputStream()) {
      private boolean heard;

      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] into, int from, int length) throws IOException {
        if (heard) {
          return super.read(into, from, length);
        }
        try {
          int n = super.read(into, from, length);
          heard = n > 0;
          silence = n >= 0
              ? null
              : new EOFException(
                  "node " + socket.getRemoteSocketAddress() + " closed the connection");
          return n;
        } catch (IOException e) {
          silence = e;
          throw e;
        }
      }
    };
  }

  @Override
  public InputStream getInputStream() {
    return in;
  }

  /** Why the first read failed; {@code null} when it gave bytes. */
  IOException silence() {
    return silence;
  }
}
