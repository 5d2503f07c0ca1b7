package io.clusteragent.cluster.connection;

import io.clusteragent.cluster.node.DialInProgressException;
import io.clusteragent.cluster.node.Node;
import java.io.IOException;
import java.net.Socket;

/** Dials one node; while it is suspect, with one attempt at a time. Thread-safe. */
final class NodeDialer {
  private final Node node;
  private final SuspectNodeDialer suspectDialer = new SuspectNodeDialer();

  NodeDialer(Node node) {
    this.node = node;
  }

  /**
   * Makes a socket to the node as the application does.
   *
   * @param millis how long to wait; 0 sets no limit
   * @throws DialInProgressException when the node is suspect and another attempt is running
   * @throws IOException when the attempt fails
   */
  Socket dial(Dialer dialer, int millis) throws IOException {
    if (node.isSuspect()) {
      return suspectDialer.dial(node.address(), dialer, millis);
    }
    return millis > 0
        ? suspectDialer.dialOrFollow(node.address(), dialer, millis)
        : dialer.dial(node.address());
  }

  /** Whether an attempt to dial the suspect node is running. */
  boolean isDialing() {
    return suspectDialer.isDialing();
  }

  /** Ends the wait for the suspect node. */
  void abandon(String reason) {
    suspectDialer.abandon(reason);
  }
}
