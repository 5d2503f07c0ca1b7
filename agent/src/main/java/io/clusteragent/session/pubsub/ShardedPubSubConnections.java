package io.clusteragent.session.pubsub;

import io.clusteragent.cluster.connection.InputWatch;
import io.clusteragent.cluster.node.Node;
import io.clusteragent.session.state.Session;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The connections of a {@link ShardedPubSubStream}, one for each node with a channel.
 *
 * <p>Owned by the thread that reads the stream, except for {@link #close}.
 */
final class ShardedPubSubConnections {
  private final Session session;
  private final Map<Node, ShardedPubSubConnection> byNode = new ConcurrentHashMap<>();

  ShardedPubSubConnections(Session session) {
    this.session = session;
  }

  /** The connection to a node; opens it if there is none. */
  ShardedPubSubConnection open(Node node) throws IOException {
    ShardedPubSubConnection connection = byNode.get(node);
    if (connection == null) {
      connection = new ShardedPubSubConnection(session, node);
      byNode.put(node, connection);
    }
    return connection;
  }

  /** The connection to a node, or {@code null}. */
  ShardedPubSubConnection get(Node node) {
    return byNode.get(node);
  }

  /** The connections at this moment. */
  List<ShardedPubSubConnection> all() {
    return new ArrayList<>(byNode.values());
  }

  /** Removes and closes a lost connection. */
  void abandon(ShardedPubSubConnection connection, IOException cause) {
    byNode.remove(connection.node());
    connection.abandon(cause);
  }

  /** Whether the nodes have answered all subscriptions. */
  boolean areAnswered() {
    for (ShardedPubSubConnection connection : byNode.values()) {
      if (!connection.isAnswered()) {
        return false;
      }
    }
    return true;
  }

  /** Has a watch woken when one of them has input; returns a connection that is lost, or {@code null}. */
  ShardedPubSubConnection watch(InputWatch watch) {
    for (ShardedPubSubConnection connection : byNode.values()) {
      try {
        connection.watch(watch);
      } catch (IOException e) {
        connection.fail(e);
        return connection;
      }
    }
    return null;
  }

  /** The application closed its connection, in any thread. */
  void close() {
    for (ShardedPubSubConnection connection : byNode.values()) {
      connection.close();
    }
  }
}
