package io.clusteragent.demo.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Ports for nodes. */
final class FreePorts {
  /** The cluster bus listens this far above the client port; the distance is fixed by the server. */
  static final int BUS_DISTANCE = 10_000;

  // Both ports stay below 32768, where Linux starts to hand out ports to outgoing connections: a
  // node that restarts must find its ports free again.
  private static final int LOWEST = 10_500;
  private static final int HIGHEST = 22_500;
  private static final int ATTEMPTS = 1_000;

  private FreePorts() {}

  /** A random client port that is free together with its bus port. */
  static int next() {
    for (int i = 0; i < ATTEMPTS; i++) {
      int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
      if (isFree(port) && isFree(port + BUS_DISTANCE)) {
        return port;
      }
    }
    throw new IllegalStateException("no free pair of ports between " + LOWEST + " and " + HIGHEST);
  }

  private static boolean isFree(int port) {
    try (ServerSocket probe = new ServerSocket()) {
      probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException taken) {
      return false;
    }
  }
}
