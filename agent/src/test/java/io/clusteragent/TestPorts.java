package io.clusteragent;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/**
 * Hands out loopback ports in turn, from a range of its own for each test JVM.
 *
 * <p>The system would soon hand out a port again, also to the other test JVM. Then a client that still tries to reach the server of
 * an ended test would reach the server of another test. The ranges are below the ports of outgoing connections, and below those of
 * the packaged tests' servers.
 */
public final class TestPorts {
  private static final int LOWEST = 2_000;
  private static final int COUNT = 2_000;
  private static final int RANGES = 4;
  private static final int BACKLOG = 50;
  private static final int FORK = fork(System.getProperty("test.fork", "fork 1"));

  private static int next;

  private TestPorts() {}

  private static int fork(String text) {
    return Integer.parseInt(text.substring("fork ".length()));
  }

  /** Opens a server socket on the next free port of this JVM's range. */
  public static synchronized ServerSocket listen() throws IOException {
    IOException failure = null;
    for (int i = 0; i < COUNT; i++) {
      int port = LOWEST + (FORK - 1) % RANGES * COUNT + next++ % COUNT;
      ServerSocket socket = new ServerSocket();
      try {
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
        return socket;
      } catch (IOException e) {
        socket.close();
        failure = e;
      }
    }
    throw failure;
  }
}
