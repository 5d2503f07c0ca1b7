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
 * Finds out whether an address that nothing but a redirection has named is a node of the cluster. A script can answer with
 * the text of a redirection, and a redirection can be out of date; neither may lead credentials out.
 *
 * <p>The nodes that are known already are asked, the one that redirected first, as it must know where it redirects to. By
 * CLUSTER NODES: a node that takes over its first slot is not in CLUSTER SLOTS yet.
 */
final class RedirectTargetVerifier {
  private static final int REPLY_TIMEOUT_MILLIS = 500;
  private static final long REFUSAL_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final ClusterTopology topology;
  private final Supplier<ConnectionProfile> identity;
  private final ReentrantLock asking = new ReentrantLock();
  private NodeAddress refused; // guarded by asking, as the next
  private long refusedAt;

  /**
   * @param identity how to talk to the nodes
   */
  RedirectTargetVerifier(ClusterTopology topology, Supplier<ConnectionProfile> identity) {
    this.topology = topology;
    this.identity = identity;
  }

  /**
   * Asks until somebody names the address; one session asks, others wait for its answer.
   *
   * @param informant the node that redirected there
   * @param millis how long to ask
   * @return whether credentials may go there
   */
  boolean verify(NodeAddress stranger, Node informant, long millis) {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    try {
      if (!asking.tryLock(millis, TimeUnit.MILLISECONDS)) {
        return topology.nodes().isTrusted(stranger);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return topology.nodes().isTrusted(stranger);
    }
    try {
      return topology.nodes().isTrusted(stranger)
          || !wasRefused(stranger) && ask(stranger, informant, deadline);
    } finally {
      asking.unlock();
    }
  }

  private boolean wasRefused(NodeAddress stranger) {
    return stranger.equals(refused) && System.nanoTime() - refusedAt < REFUSAL_NANOS;
  }

  private boolean ask(NodeAddress stranger, Node informant, long deadline) {
    Set<Node> nodes = new LinkedHashSet<>();
    nodes.add(informant);
    nodes.addAll(topology.fallbackNodes(informant));
    for (Node node : nodes) {
      long millis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (millis <= 0) {
        break;
      }
      if (names(node, stranger, (int) Math.min(millis, REPLY_TIMEOUT_MILLIS))) {
        topology.trustedNode(stranger);
        return true;
      }
    }
    refused = stranger;
    refusedAt = System.nanoTime();
    return false;
  }

  private boolean names(Node node, NodeAddress stranger, int millis) {
    NodeConnection connection = null;
    try {
      connection = topology.connections(node).pool(identity.get()).take(this);
      Object reply = connection.ask(ClusterNodes.REQUEST, millis);
      if (!(reply instanceof ErrorReply)) {
        return ClusterNodes.ids(reply, node.address()).containsKey(stranger);
      }
      Topology latest = Topology.of(connection.ask(Topology.REQUEST, millis), node.address());
      return latest != null && latest.names(stranger);
    } catch (IOException e) {
      Log.debug("node " + node + " did not say whether it knows " + stranger + ": " + e);
      return false;
    } finally {
      if (connection != null) {
        connection.release();
      }
    }
  }
}
