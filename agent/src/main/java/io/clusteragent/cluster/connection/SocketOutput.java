package io.clusteragent.cluster.connection;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;

/** The output stream of a socket that looks at what is written. Subclasses write arrays. */
public abstract class SocketOutput extends OutputStream {
  private final Socket socket;

  protected SocketOutput(Socket socket) {
    this.socket = socket;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public abstract void write(byte[] bytes, int from, int length) throws IOException;

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
