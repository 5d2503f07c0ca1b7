package io.clusteragent.tests;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A server that belongs to nobody: it keeps what it is told, and hangs up after the first piece. */
final class Eavesdropper implements AutoCloseable {
  private final ServerSocket server;
  private final ByteArrayOutputStream heard = new ByteArrayOutputStream();

  Eavesdropper() throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread thread = new Thread(this::listen, "eavesdropper");
    thread.setDaemon(true);
    thread.start();
  }

  String address() {
    return "127.0.0.1:" + server.getLocalPort();
  }

  /** All that anybody said so far. */
  String heard() {
    synchronized (heard) {
      return heard.toString(StandardCharsets.ISO_8859_1);
    }
  }

  private void listen() {
    while (!server.isClosed()) {
      try (Socket socket = server.accept()) {
        byte[] piece = new byte[8192];
        int n = socket.getInputStream().read(piece);
        synchronized (heard) {
          heard.write(piece, 0, Math.max(0, n));
        }
      } catch (IOException e) {
        // The caller went away, or the server was closed.
      }
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
