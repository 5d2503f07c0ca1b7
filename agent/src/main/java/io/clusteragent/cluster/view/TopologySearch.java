package io.clusteragent.cluster.view;

import io.clusteragent.cluster.address.NodeAddress;
import io.clusteragent.cluster.connection.NodeConnections;
import io.clusteragent.cluster.node.ClusterCommandError;
import io.clusteragent.cluster.node.IdleValidation;
import io.clusteragent.cluster.node.Node;
import io.clusteragent.cluster.topology.Topology;
import io.clusteragent.cluster.topology.TopologyView;
import io.clusteragent.protocol.ErrorReply;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Asks for a cluster's topology until a server gives it. Owned by the background thread.
 *
 * <p>It asks the members first. When they do not reply, the cluster may be at other addresses: so it also asks where the
 * application's own addresses lead to now, other processes at the members' addresses, and nodes that left. The topology of such
 * a server counts only when it names a member by id.
 */
final class TopologySearch {
  /** So many members do not reply before others are asked, too: a single dead node is no reason. */
  private static final int DEAD_MEMBERS = 2;

  /** After this time each group of nodes has one more attempt, so that the next search begins soon. */
  private static final long LONG_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final ClusterTopology cluster;
  private final NodeQuery query;

  /** Servers that are not known as nodes: kept, so that no two attempts to dial one run at a time. */
  private final Map<NodeAddress, NodeConnections> others = new HashMap<>();

  private final List<NodeAddress> takenOver = new ArrayList<>();
  private boolean foreign;
  private boolean heard;
  private long start;

  TopologySearch(ClusterTopology cluster, NodeQuery query) {
    this.cluster = cluster;
    this.query = query;
  }

  /** Searches; returns whether the cluster has a new topology. If not, it is recorded as silent, or as lost. */
  boolean run() {
    TopologyView before = cluster.latest();
    start = System.nanoTime();
    foreign = false;
    heard = false;
    takenOver.clear();
    boolean found = find();
    if (!found) {
      cluster.notFound(before, foreign, heard);
    }
    return found;
  }

  private boolean find() {
    Set<Node> members = cluster.members();
    int dead = 0;
    boolean elsewhere = false;
    for (Node node : ClusterTopology.inRandomOrder(members)) {
      if (!elsewhere && (dead == DEAD_MEMBERS || node.isSuspect())) {
        elsewhere = true;
        if (findElsewhere(cluster.entries())) {
          return true;
        }
      }
      if (dead > 0 && isLong()) {
        break;
      }
      if (gives(cluster.connections(node), !node.id().isEmpty(), true)) {
        return true;
      }
      dead++;
    }
    return !elsewhere && findElsewhere(cluster.entries())
        || findElsewhere(takenOver)
        || findAmongFormer(members);
  }

  private boolean findAmongFormer(Set<Node> members) {
    List<Node> former = new ArrayList<>(cluster.allNodes());
    former.removeAll(members);
    boolean asked = false;
    for (Node node : ClusterTopology.inRandomOrder(former)) {
      if (asked && isLong()) {
        break;
      }
      asked = true;
      // A cluster that was found by a redirection alone has no ids yet: a trusted node's reply
      // counts.
      boolean proven = members.isEmpty() && node.isTrusted();
      if (gives(cluster.connections(node), proven, node.id().isEmpty())) {
        return true;
      }
    }
    return false;
  }

  private boolean findElsewhere(Collection<NodeAddress> addresses) {
    for (NodeAddress address : addresses) {
      if (addresses != takenOver && cluster.members().contains(cluster.nodes().known(address))) {
        continue; // it is asked as a member
      }
      NodeConnections connections = others.get(address);
      if (connections == null) {
        Node server = new Node(address, 0, new IdleValidation(), () -> {});
        server.trust(); // the application connects there itself, or the cluster named the address
        connections = cluster.nodes().connectionsTo(server);
        others.put(address, connections);
      }
      connections.node().suspect(); // so that the attempt has a short limit
      boolean gives = gives(connections, false, true);
      connections.closeIdle(-1); // the name may lead elsewhere the next time
      if (gives) {
        others.clear();
        return true;
      }
    }
    return false;
  }

  private boolean isLong() {
    return System.nanoTime() - start > LONG_NANOS;
  }

  /**
   * Whether a node gives the topology of this cluster, which then has it.
   *
   * @param proven whether the node is known to belong to this cluster
   * @param decides whether this cluster is lost when the server there belongs to another one, or to none
   */
  private boolean gives(NodeConnections connections, boolean proven, boolean decides) {
    Node node = connections.node();
    Object reply = query.ask(connections, Topology.REQUEST);
    if (reply == NodeQuery.FOREIGN) {
      takenOver.add(node.address());
      return false;
    }
    heard |= reply != null || !node.isSuspect(); // one that refused the handshake is not suspect
    Topology topology = Topology.of(reply, node.address());
    if (topology == null) {
      foreign |= decides && isNoCluster(reply);
      return false;
    }
    if (!proven && !cluster.isNamedIn(topology)) {
      foreign |= decides;
      return false;
    }
    if (topology.ranges().isEmpty()) {
      return false;
    }
    cluster.apply(topology);
    return true;
  }

  private static boolean isNoCluster(Object reply) {
    return reply instanceof ErrorReply
        && ClusterCommandError.of((ErrorReply) reply) == ClusterCommandError.NO_CLUSTER;
  }
}
