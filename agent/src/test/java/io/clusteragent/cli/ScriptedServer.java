package io.clusteragent.cli;

import io.clusteragent.TestPorts;
import io.clusteragent.protocol.ReplyParser;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Replies to each command with what a function returns, on a loopback port. */
final class ScriptedServer implements AutoCloseable {
  private final ServerSocket listener = TestPorts.listen();
  private final UnaryOperator<String> replies;

  /**
   * @param replies gets a command, its words separated by spaces, and returns the bytes of the reply
   */
  ScriptedServer(UnaryOperator<String> replies) throws IOException {
    this.replies = replies;
    start(this::accept);
  }

  /** A cluster node that knows the lines of CLUSTER NODES, and replies with an empty list to everything else. */
  static ScriptedServer clusterNode(UnaryOperator<String> linesOfPort) throws IOException {
    int[] port = new int[1];
    ScriptedServer server = new ScriptedServer(command -> {
      String lines = linesOfPort.apply("127.0.0.1:" + port[0] + "@1");
      return command.equals("CLUSTER NODES")
          ? "$" + lines.length() + "\r\n" + lines + "\r\n"
          : "*0\r\n";
    });
    port[0] = server.listener.getLocalPort();
    return server;
  }

  String address() {
    return "127.0.0.1:" + listener.getLocalPort();
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work);
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = listener.accept();
        start(() -> serve(socket));
      }
    } catch (IOException e) {
      // The test has ended.
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      ReplyParser commands = new ReplyParser(new BufferedInputStream(socket.getInputStream()));
      while (true) {
        List<String> words = new ArrayList<>();
        for (Object word : (List<?>) commands.parse()) {
          words.add(ReplyParser.text(word));
        }
        String reply = replies.apply(String.join(" ", words));
        socket.getOutputStream().write(reply.getBytes(StandardCharsets.ISO_8859_1));
      }
    } catch (IOException e) {
      // The tool has closed the connection.
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
