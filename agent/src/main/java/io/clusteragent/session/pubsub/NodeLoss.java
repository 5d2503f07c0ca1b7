package io.clusteragent.session.pubsub;

import io.clusteragent.cluster.connection.NodeConnection;
import io.clusteragent.cluster.node.Node;
import io.clusteragent.cluster.view.Cluster;
import io.clusteragent.session.state.Session;
import java.util.Set;

/**
 * Finds out whether a subscriber's connection ended because its node is lost.
 *
 * <p>The agent heals that. A node that lives has cut the subscriber off on purpose (CLIENT KILL, the limit of its output buffer),
 * and messages are lost: the application must see it.
 */
final class NodeLoss {
  private NodeLoss() {}

  /** Whether the node that was at the other end is gone: it does not answer, was restarted, or left the cluster. */
  static boolean ended(NodeConnection connection, Session session) {
    if (session.isClosed()) {
      return false; // the application has ended the connection itself
    }
    Cluster cluster = session.cluster();
    Node node = connection.node();
    Set<Node> members = cluster.members();
    cluster.connectionLost();
    return connection.isAborted()
        || !members.isEmpty() && !members.contains(node)
        || !cluster.connections(node).runs(connection, session.queryIdentity());
  }
}
