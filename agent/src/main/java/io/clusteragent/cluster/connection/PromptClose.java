package io.clusteragent.cluster.connection;

import java.io.IOException;
import java.net.Socket;

/**
 * Closes sockets without waiting for their server.
 *
 * <p>When a TLS 1.3 socket of the JDK is closed, it waits for one more byte, as long as its read timeout. A server that hangs
 * would keep the thread that closes its connections one after the other.
 */
public final class PromptClose {
  private PromptClose() {}

  public static void of(Socket socket) throws IOException {
    try {
      if (!socket.isClosed()) {
        socket.setSoTimeout(1);
      }
    } finally {
      socket.close();
    }
  }
}
