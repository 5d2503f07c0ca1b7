package io.clusteragent;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/**
 * Hands out loopback ports in turn, from a range of its own for each test JVM.
 *
 * <p>The system would hand out a port again soon, also to the other test JVM: a client that still tries to reach a server
 * of an ended test would then meet one of another test. The ranges lie below the ports of outgoing connections, and of the
 * servers of the packaged tests.
 */
public final class TestPorts {
  private static final int LOWEST = 2_000;
  private static final int COUNT = 2_000;
  private static final int RANGES = 4;
  private static final int BACKLOG = 50;
  private static final int FORK = Integer.getInteger("test.fork", 1);

  private static int next;

  private TestPorts() {}

  /** A server socket on a port that this JVM has not used for long. */
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
