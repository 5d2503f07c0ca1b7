package io.clusteragent.session.send;

import io.clusteragent.cluster.connection.NodeConnection;
import io.clusteragent.cluster.node.Node;
import io.clusteragent.config.Options.ReadFrom;
import io.clusteragent.session.state.Session;
import java.util.concurrent.ThreadLocalRandom;

/** Chooses the node for a command that only reads, by the option {@code readFrom}. */
final class ReplicaRouting {
  private final Session session;
  private final ReadFrom from;

  ReplicaRouting(Session session) {
    this.session = session;
    this.from = session.options.readFrom;
  }

  /** Whether read-only commands go to other nodes than the rest. */
  boolean usesReplicas() {
    return from != ReadFrom.MASTER;
  }

  /** Returns a connection to a node of the slot; {@code null} when no node that the option allows can be reached. */
  NodeConnection connectionFor(int slot) {
    Node[] replicas = session.map().replicas(slot);
    Node master = session.map().owner(slot);
    if (replicas.length == 0) {
      session.cluster().requestMissingReplicas();
    }
    if (from == ReadFrom.NEAREST) {
      NodeConnection connection = nearest(master, replicas);
      if (connection != null) {
        return connection;
      }
    }
    int start = ThreadLocalRandom.current().nextInt(replicas.length + 1);
    if (from == ReadFrom.ANY && start == replicas.length && master != null) {
      NodeConnection connection = session.connections.tryTake(master);
      if (connection != null) {
        return connection;
      }
    }
    for (int i = 0; i < replicas.length; i++) {
      NodeConnection connection =
          session.connections.tryTakeReader(replicas[(start + i) % replicas.length]);
      if (connection != null) {
        return connection;
      }
    }
    return from == ReadFrom.REPLICA || master == null ? null : session.connections.tryTake(master);
  }

  /** Returns a connection to the node with the lowest latency; without measurements that is the master. */
  private NodeConnection nearest(Node master, Node[] replicas) {
    Node nearest = master;
    for (Node replica : replicas) {
      if (nearest == null || replica.latencyNanos() < nearest.latencyNanos()) {
        nearest = replica;
      }
    }
    if (nearest == null) {
      return null;
    }
    return nearest == master
        ? session.connections.tryTake(master)
        : session.connections.tryTakeReader(nearest);
  }
}
