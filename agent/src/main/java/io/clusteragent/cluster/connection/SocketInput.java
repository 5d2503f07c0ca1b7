package io.clusteragent.cluster.connection;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;

/** The input stream of a socket that computes what is read. Subclasses read into arrays. */
public abstract class SocketInput extends InputStream {
  private final Socket socket;

  protected SocketInput(Socket socket) {
    this.socket = socket;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public abstract int read(byte[] into, int from, int length) throws IOException;

  @Override
  public abstract int available() throws IOException;

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
