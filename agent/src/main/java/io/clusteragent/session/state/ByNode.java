package io.clusteragent.session.state;

import io.clusteragent.cluster.connection.NodeConnection;
import io.clusteragent.cluster.node.Node;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Holds at most one connection for each node. */
final class ByNode {
  private static final int MORE = 4;

  private NodeConnection[] connections = new NodeConnection[0];

  /** Returns the connection to a node, or {@code null}. */
  NodeConnection get(Node node) {
    int index = node.index();
    return index < connections.length ? connections[index] : null;
  }

  void put(Node node, NodeConnection connection) {
    int index = node.index();
    if (index >= connections.length) {
      connections = Arrays.copyOf(connections, index + MORE);
    }
    connections[index] = connection;
  }

  void clear() {
    Arrays.fill(connections, null);
  }

  List<NodeConnection> all() {
    List<NodeConnection> all = new ArrayList<>();
    for (NodeConnection connection : connections) {
      if (connection != null) {
        all.add(connection);
      }
    }
    return all;
  }
}
