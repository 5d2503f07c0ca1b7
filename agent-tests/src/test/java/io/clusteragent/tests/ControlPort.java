package io.clusteragent.tests;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Receives requests of programs under test to act on the servers, one word per connection. */
public final class ControlPort implements AutoCloseable {
  private final ServerSocket server;
  private final Consumer<String> acts;

  public ControlPort(Consumer<String> acts) throws IOException {
    this.acts = acts;
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread thread = new Thread(this::serve, "control port");
    thread.setDaemon(true);
    thread.start();
  }

  public int port() {
    return server.getLocalPort();
  }

  private void serve() {
    while (!server.isClosed()) {
      try (Socket socket = server.accept()) {
        String act = new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
            .readLine();
        socket.getOutputStream().write((answer(act) + "\n").getBytes(StandardCharsets.UTF_8));
      } catch (IOException e) {
        // The port was closed, or the program ended before it got its answer.
      }
    }
  }

  private String answer(String act) {
    try {
      acts.accept(act);
      return "done";
    } catch (RuntimeException | AssertionError e) {
      return String.valueOf(e).replace('\n', ' ');
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
