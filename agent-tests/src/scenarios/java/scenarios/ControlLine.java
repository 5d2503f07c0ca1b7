package scenarios;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Sends one word to the harness, and waits for the answer, which comes when the harness has acted. */
final class ControlLine {
  private final int port;

  ControlLine(int port) {
    this.port = port;
  }

  void ask(String act) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.getOutputStream().write((act + "\n").getBytes(StandardCharsets.UTF_8));
      String answer = new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
          .readLine();
      if (!"done".equals(answer)) {
        throw new IOException("the harness could not '" + act + "': " + answer);
      }
    }
  }
}
