package io.clusteragent.tests;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A server outside of all clusters: it records the first bytes of each connection, and then closes the connection. */
final class RecordingServer implements AutoCloseable {
  private final ServerSocket server;
  private final ByteArrayOutputStream received = new ByteArrayOutputStream();

  RecordingServer() throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread thread = new Thread(this::listen, "recording server");
    thread.setDaemon(true);
    thread.start();
  }

  String address() {
    return "127.0.0.1:" + server.getLocalPort();
  }

  /** All bytes that were received so far. */
  String received() {
    synchronized (received) {
      return received.toString(StandardCharsets.ISO_8859_1);
    }
  }

  private void listen() {
    while (!server.isClosed()) {
      try (Socket socket = server.accept()) {
        byte[] piece = new byte[8192];
        int n = socket.getInputStream().read(piece);
        synchronized (received) {
          received.write(piece, 0, Math.max(0, n));
        }
      } catch (IOException e) {
        // The client has closed the connection, or the server was closed.
      }
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
