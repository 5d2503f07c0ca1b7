package io.clusteragent.cluster.view;

import io.clusteragent.cluster.address.NodeAddress;
import io.clusteragent.cluster.connection.NodeConnections;
import io.clusteragent.cluster.node.Node;
import io.clusteragent.cluster.topology.ClusterNodes;
import io.clusteragent.protocol.ErrorReply;
import io.clusteragent.protocol.Resp;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Ends the connections to nodes that the cluster replaced or removed. Owned by the background thread. */
final class FormerNodes {
  private static final byte[] PING = Resp.command("PING");

  /** How often to look while a node without slots is in use. */
  static final long REPETITION_MILLIS = 800;

  /** CLUSTER NODES is long in a large cluster, and a resharding causes many refreshes. */
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(REPETITION_MILLIS / 2);

  private final ClusterTopology cluster;
  private final NodeQuery query;
  private long checkedAt = System.nanoTime() - PAUSE_NANOS;

  FormerNodes(ClusterTopology cluster, NodeQuery query) {
    this.cluster = cluster;
    this.query = query;
  }

  /** A former master that still replies handed over its slots, and finishes the commands that it has received. */
  void abandonReplaced(Collection<Node> formerMasters) {
    for (Node node : formerMasters) {
      NodeConnections connections = cluster.connections(node);
      if (connections.areInUse()
          && (node.isSuspect() || !NodeQuery.isReply(query.ask(connections, PING)))) {
        connections.abandonReplacedNode();
      }
    }
  }

  /**
   * Abandons nodes that were taken out of the cluster and go on running: their sessions would see nothing of the cluster's
   * messages.
   *
   * <p>CLUSTER SLOTS does not name members without slots either, so CLUSTER NODES decides.
   *
   * @return whether to check again soon: a member without slots is in use, and no reply would show its removal
   */
  boolean abandonRemoved() {
    Set<Node> unnamed = new HashSet<>();
    for (Node node : cluster.allNodes()) {
      if (!cluster.members().contains(node) && cluster.connections(node).areInUse()) {
        unnamed.add(node);
      }
    }
    if (unnamed.isEmpty() || cluster.members().isEmpty()) {
      return false;
    }
    if (System.nanoTime() - checkedAt < PAUSE_NANOS) {
      return true;
    }
    checkedAt = System.nanoTime();
    Node member = ClusterTopology.inRandomOrder(cluster.members()).get(0);
    Object reply = query.ask(cluster.connections(member), ClusterNodes.REQUEST);
    if (reply instanceof ErrorReply) {
      return false; // a missing right; each denial fills the server's ACL LOG
    }
    Map<NodeAddress, String> ids = ClusterNodes.ids(reply, member.address());
    boolean again = false;
    for (Node node : unnamed) {
      String id = ids.get(node.address());
      if (node.id().isEmpty() && id != null) {
        node.id(id); // a member that never had slots; a balancer in front of the nodes has no id
      }
      boolean removed =
          !ids.isEmpty() && !node.expectedId().isEmpty() && !ids.containsValue(node.id());
      node.removed(removed);
      if (removed) {
        cluster.connections(node).abandonRemovedNode();
      } else {
        again |= !node.id().isEmpty();
      }
    }
    return again;
  }
}
