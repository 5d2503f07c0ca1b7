package io.clusteragent.cluster.view;

import io.clusteragent.cluster.connection.ConnectionProfile;
import io.clusteragent.cluster.connection.NodeConnection;
import io.clusteragent.cluster.connection.NodeConnections;
import io.clusteragent.cluster.node.ForeignNodeException;
import io.clusteragent.cluster.node.Node;
import io.clusteragent.log.Log;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.function.Supplier;

/**
 * Asks nodes about their cluster.
 *
 * <p>A silent node holds the background thread up for about a second at most, whatever timeout the application has set.
 */
final class NodeQuery {
  /** After this time the background thread goes on to the next node. */
  private static final int REPLY_TIMEOUT_MILLIS = 500;

  /** So long it waits for the dial, and for each reply to the handshake. */
  private static final int CONNECT_TIMEOUT_MILLIS = 1000;

  /** Is no reply: the server at the address is another one. */
  static final Object FOREIGN = new Object();

  private final Supplier<ConnectionProfile> identity;

  /**
   * @param identity the profile of the connections to the nodes
   */
  NodeQuery(Supplier<ConnectionProfile> identity) {
    this.identity = identity;
  }

  static boolean isReply(Object reply) {
    return reply != null && reply != FOREIGN;
  }

  /** A node's reply; {@code null} when there is none, {@link #FOREIGN} when another process has the node's address. */
  Object ask(NodeConnections connections, byte[] command) {
    Node node = connections.node();
    NodeConnection connection = null;
    try {
      connection = connections.pool(identity.get()).takeWithin(this, CONNECT_TIMEOUT_MILLIS);
      Object reply = connection.ask(command, REPLY_TIMEOUT_MILLIS);
      node.reached();
      return reply;
    } catch (IOException | RuntimeException e) {
      if (e instanceof SocketTimeoutException) {
        node.suspect();
      }
      Log.debug("node " + node + " did not answer: " + e);
      return e instanceof ForeignNodeException ? FOREIGN : null;
    } finally {
      if (connection != null) {
        connection.release();
      }
    }
  }
}
