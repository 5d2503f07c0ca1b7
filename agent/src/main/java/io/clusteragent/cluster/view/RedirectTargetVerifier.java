package io.clusteragent.cluster.view;

import io.clusteragent.cluster.address.NodeAddress;
import io.clusteragent.cluster.connection.ConnectionProfile;
import io.clusteragent.cluster.connection.NodeConnection;
import io.clusteragent.cluster.node.Node;
import io.clusteragent.cluster.topology.ClusterNodes;
import io.clusteragent.cluster.topology.Topology;
import io.clusteragent.log.Log;
import io.clusteragent.protocol.ErrorReply;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Checks whether an address that only a redirection names is a node of the cluster.
 *
 * <p>A script can reply with the text of a redirection, and a redirection can be out of date. Neither may make the agent send
 * credentials to a foreign server.
 *
 * <p>The verifier asks the known nodes, the redirecting node first, as that one must know its target. It uses CLUSTER NODES: a
 * node that takes over its first slot is not in CLUSTER SLOTS yet.
 */
final class RedirectTargetVerifier {
  private static final int REPLY_TIMEOUT_MILLIS = 500;
  private static final long REFUSAL_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final ClusterTopology topology;
  private final Supplier<ConnectionProfile> identity;
  private final ReentrantLock lock = new ReentrantLock();
  private NodeAddress refused; // guarded by lock, like refusedAt
  private long refusedAt;

  /**
   * @param identity the profile of the connections to the nodes
   */
  RedirectTargetVerifier(ClusterTopology topology, Supplier<ConnectionProfile> identity) {
    this.topology = topology;
    this.identity = identity;
  }

  /**
   * Asks nodes until one names the address. One session asks; others wait for its result.
   *
   * @param redirecting the node that redirected there
   * @param millis how long to ask
   * @return whether the agent may send credentials there
   */
  boolean verify(NodeAddress address, Node redirecting, long millis) {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    try {
      if (!lock.tryLock(millis, TimeUnit.MILLISECONDS)) {
        return topology.nodes().isTrusted(address);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return topology.nodes().isTrusted(address);
    }
    try {
      return topology.nodes().isTrusted(address)
          || !wasRefused(address) && ask(address, redirecting, deadline);
    } finally {
      lock.unlock();
    }
  }

  private boolean wasRefused(NodeAddress address) {
    return address.equals(refused) && System.nanoTime() - refusedAt < REFUSAL_NANOS;
  }

  private boolean ask(NodeAddress address, Node redirecting, long deadline) {
    Set<Node> nodes = new LinkedHashSet<>();
    nodes.add(redirecting);
    nodes.addAll(topology.fallbackNodes(redirecting));
    for (Node node : nodes) {
      long millis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (millis <= 0) {
        break;
      }
      if (names(node, address, (int) Math.min(millis, REPLY_TIMEOUT_MILLIS))) {
        topology.trustedNode(address);
        return true;
      }
    }
    refused = address;
    refusedAt = System.nanoTime();
    return false;
  }

  /**
   * Whether the cluster announces no hosts to clients, and the address is that of a node at the host of this one. CLUSTER NODES
   * shows the IP addresses by which the nodes know each other.
   */
  private static boolean isAtHostOf(
      NodeAddress asked, NodeAddress address, Set<NodeAddress> named) {
    if (!address.host().equals(asked.host()) || named.contains(asked)) {
      return false;
    }
    for (NodeAddress each : named) {
      if (each.port() == address.port()) {
        return true;
      }
    }
    return false;
  }

  private boolean names(Node node, NodeAddress address, int millis) {
    NodeConnection connection = null;
    try {
      connection = topology.connections(node).pool(identity.get()).takeWithin(this, millis);
      Object reply = connection.ask(ClusterNodes.REQUEST, millis);
      if (!(reply instanceof ErrorReply)) {
        Set<NodeAddress> named = ClusterNodes.ids(reply, node.address()).keySet();
        return named.contains(address) || isAtHostOf(node.address(), address, named);
      }
      Topology latest = Topology.of(connection.ask(Topology.REQUEST, millis), node.address());
      return latest != null && latest.names(address);
    } catch (IOException e) {
      Log.debug("node " + node + " did not say whether it knows " + address + ": " + e);
      return false;
    } finally {
      if (connection != null) {
        connection.release();
      }
    }
  }
}
