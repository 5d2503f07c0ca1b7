package io.clusteragent.cluster.view;

import io.clusteragent.cluster.address.NodeAddress;
import io.clusteragent.cluster.connection.ConnectionProfile;
import io.clusteragent.cluster.connection.NodeConnections;
import io.clusteragent.cluster.connection.Ping;
import io.clusteragent.cluster.node.Node;
import io.clusteragent.cluster.topology.SlotMap;
import io.clusteragent.cluster.topology.Topology;
import io.clusteragent.metrics.Metrics;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * One Redis Cluster, shared by all sessions of the JVM.
 *
 * <p>Composes what is known of it ({@link ClusterTopology}) with what keeps that up to date in the background.
 */
public final class Cluster {

  /** Is called with news of a cluster, by the cluster's background thread. */
  public interface Watcher {

    /** Ignores all. */
    Watcher NOBODY = new Watcher() {
      @Override
      public void changed(Cluster cluster) {}
    };

    /** A topology was learnt, the first or another; or a cluster was found that does not tell any. */
    void changed(Cluster cluster);

    /** Nodes of it are suspect. Called every 200 ms for as long as that lasts. */
    default void nodesSuspect(Cluster cluster) {}

    /** Called every 15 s, whether or not the cluster can be reached. */
    default void maintained(Cluster cluster) {}
  }

  private final ClusterTopology topology;
  private final String denial;
  private final TopologyRefresh refresh;
  private final LatencyProbe latencies;
  private final RedirectTargetVerifier targetVerifier;

  /**
   * @param entry the address at which the cluster was found
   * @param identity how to talk to the nodes for the cluster's own questions
   * @param denial how the servers refuse to tell this user the topology, so that redirections alone teach it; or {@code null}
   * @param provable whether nodes answer with the ids that the topology names, when they are asked
   * @param trusted the addresses to which credentials may go whether or not a topology names them
   * @param watcher is called, in the background, with every new topology
   */
  public Cluster(
      NodeAddress entry,
      ConnectionProfile identity,
      String denial,
      boolean provable,
      Predicate<NodeAddress> trusted,
      Watcher watcher) {
    this.denial = denial;
    this.topology = new ClusterTopology(entry, provable, trusted, this::watchSuspects);
    this.refresh = new TopologyRefresh(topology, identity, denial == null, new Relay(watcher));
    this.latencies = new LatencyProbe(topology, refresh::identity);
    this.targetVerifier = new RedirectTargetVerifier(topology, refresh::identity);
  }

  private void watchSuspects() {
    refresh.watch();
  }

  /** Names the cluster to its watcher. */
  private final class Relay implements TopologyRefresh.Listener {
    private final Watcher watcher;

    Relay(Watcher watcher) {
      this.watcher = watcher;
    }

    @Override
    public void changed() {
      watcher.changed(Cluster.this);
    }

    @Override
    public void nodesSuspect() {
      watcher.nodesSuspect(Cluster.this);
    }

    @Override
    public void maintained() {
      watcher.maintained(Cluster.this);
    }
  }

  ClusterTopology topology() {
    return topology;
  }

  /** The address of the application at which the cluster was found first. */
  public NodeAddress entry() {
    return topology.entry();
  }

  /** Through what the cluster was found, for people: {@code Jedis 7.4.0}. */
  public String client() {
    return refresh.identity().dialer().client();
  }

  /** Asks a node whether it is there, as the cluster's own questions are asked: on a connection like the application's. */
  public Ping ping(Node node) {
    return Ping.of(connections(node).pool(refresh.identity()));
  }

  /** What is not counted of any node that is still known. */
  public Metrics metrics() {
    return topology.metrics();
  }

  public ClusterMetrics clusterMetrics() {
    return topology.clusterMetrics();
  }

  /** Whether the servers never tell this user the topology: redirections alone teach it. */
  public boolean hidesTopology() {
    return denial != null;
  }

  /** The error with which the servers refuse to tell the topology; {@code null} when they may be asked. */
  public String denial() {
    return denial;
  }

  /** The cluster is known from now on, though no topology will tell of it. */
  void reportHiddenTopology() {
    refresh.notifyListener();
  }

  /** Does something in the background that can wait until the application has made its first calls. */
  void runLater(Runnable task) {
    refresh.runLater(task);
  }

  /** The current slot map. */
  public SlotMap slots() {
    return topology.slots();
  }

  /** The node at an address, known already or new. */
  public Node node(NodeAddress address) {
    return topology.nodes().at(address);
  }

  /** The node at an address to which credentials may go: the application connected to it itself, or a node named it. */
  public Node trustedNode(NodeAddress address) {
    return topology.trustedNode(address);
  }

  /** The node at an address if it is known, or {@code null}. */
  public Node knownNode(NodeAddress address) {
    return topology.nodes().known(address);
  }

  /** Number of nodes ever met, also of those forgotten; their indexes are smaller. */
  public int nodeCount() {
    return topology.nodes().count();
  }

  /** All connections to a node. */
  public NodeConnections connections(Node node) {
    return topology.connections(node);
  }

  public Collection<Node> nodes() {
    return topology.allNodes();
  }

  /**
   * The nodes that the latest topology names; empty before the first. A node that left may still tell of the cluster it
   * remembers, or belong to another one by now.
   */
  public Set<Node> members() {
    return topology.members();
  }

  /**
   * The nodes that can take the place of one, the best first: masters, then replicas, last those in trouble. In each group
   * the order is random.
   */
  public List<Node> fallbackNodes(Node lostOne) {
    return topology.fallbackNodes(lostOne);
  }

  /**
   * Whether credentials may follow a redirection to an address: if it is known by nothing but that redirection, the nodes
   * are asked whether they know it.
   *
   * @param informant the node that redirected
   * @param millis how long to ask
   */
  public boolean verifyTarget(NodeAddress stranger, Node informant, long millis) {
    return topology.nodes().isTrusted(stranger)
        || targetVerifier.verify(stranger, informant, millis);
  }

  /**
   * Whether nothing of this cluster is to be found any more, and other servers stand at its addresses: then what an
   * application connects to is to be found out anew.
   */
  public boolean isLost() {
    return topology.isLost();
  }

  /** Does nothing in the background any more. */
  public void stop() {
    refresh.stop();
    latencies.stop();
  }

  /** Patches one slot, as MOVED says, and asks for a refresh, since slots seldom move alone. */
  public Node slotMoved(int slot, NodeAddress target) {
    Node owner = node(target);
    topology.slotMoved(slot, owner);
    refresh.request();
    return owner;
  }

  /** A replica was looked for where none is known: nodes list one only once it has its data. */
  public void requestMissingReplicas() {
    refresh.requestUnlessRecent();
  }

  /** From now on {@link Node#latencyNanos} of the members is measured in the background. */
  public void measureLatencies() {
    latencies.start();
  }

  /** A connection was found closed by its node: idle ones are looked at before they are used again. */
  public void connectionLost() {
    topology.idleValidation().connectionLost();
  }

  /** Asks for a refresh of the topology in the background; many requests make one. */
  public void requestRefresh() {
    refresh.request();
  }

  /** Uses another identity for the cluster's own questions from now on: the application changed its credentials. */
  public void identity(ConnectionProfile identity) {
    refresh.identity(identity);
  }

  /**
   * A connection of the application has come. The cluster's own questions are asked as it would from now on, if it may ask as
   * much: who asked up to now may be gone, a web application with its own Jedis, which must not be kept for that.
   */
  public void sessionJoined(ConnectionProfile identity) {
    if (identity.hasCredentialsOf(refresh.identity())) {
      refresh.identity(identity);
    }
  }

  public void apply(Topology latest) {
    topology.apply(latest);
    refresh.notifyListener();
  }

  /** Whether a topology speaks of this cluster: it names one of its nodes, by id. */
  public boolean contains(Topology other) {
    return topology.contains(other);
  }
}
