package io.clusteragent.cluster.connection;

import io.clusteragent.cluster.node.Node;
import io.clusteragent.cluster.node.TriedAlreadyException;
import java.io.IOException;
import java.net.Socket;

/** Dials one node; a suspect node by one attempt at a time. Thread-safe. */
final class NodeDialer {
  private final Node node;
  private final SuspectNodeDialer suspectDialer = new SuspectNodeDialer();

  NodeDialer(Node node) {
    this.node = node;
  }

  /**
   * Makes a socket to the node, as the application would.
   *
   * @throws TriedAlreadyException when the node is suspect and another attempt is running
   * @throws IOException when that fails
   */
  Socket dial(Dialer dialer) throws IOException {
    return node.isSuspect()
        ? suspectDialer.dial(node.address(), dialer)
        : dialer.dial(node.address());
  }

  /** Whether an attempt to reach a suspect node is running. */
  boolean isDialing() {
    return suspectDialer.isUnderWay();
  }

  /** Ends the wait for a suspect node. */
  void abandon(String reason) {
    suspectDialer.abandon(reason);
  }
}
