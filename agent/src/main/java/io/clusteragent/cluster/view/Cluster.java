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
 * Represents one Redis Cluster, shared by all sessions of the JVM.
 *
 * <p>Composes its known state ({@link ClusterTopology}) with the background tasks that keep the state up to date.
 */
public final class Cluster {

  /** Is informed about changes of a cluster, on the cluster's background thread. */
  public interface Watcher {

    /** Ignores all calls. */
    Watcher NOBODY = new Watcher() {
      @Override
      public void changed(Cluster cluster) {}
    };

    /** Called when a topology was read, the first or a later one, or when a cluster was found that refuses to give any. */
    void changed(Cluster cluster);

    /** Called when nodes of the cluster become suspect, and repeatedly while they are. */
    default void nodesSuspect(Cluster cluster) {}

    /** Called every 15 s while the cluster can be reached or is in use. */
    default void maintained(Cluster cluster) {}
  }

  /** Longer than one silent node delays a refresh; the next refresh asks it last. */
  private static final long ANSWER_MILLIS = 1500;

  private final ClusterTopology topology;
  private final String denial;
  private final TopologyRefresh refresh;
  private final LatencyProbe latencies;
  private final RedirectTargetVerifier targetVerifier;
  private final ServerSettings settings;

  /**
   * @param entry the address at which the cluster was found
   * @param identity the profile of the agent's own connections to the nodes
   * @param denial the error with which the servers refuse this user the topology, so that only redirections show it; or
   *     {@code null}
   * @param identifiable whether nodes reply to CLUSTER MYID with the ids that the topology names
   * @param trusted the addresses to which the agent may send credentials whether or not a topology names them
   * @param watcher is called, in the background, with every new topology
   */
  public Cluster(
      NodeAddress entry,
      ConnectionProfile identity,
      String denial,
      boolean identifiable,
      Predicate<NodeAddress> trusted,
      Watcher watcher) {
    this.denial = denial;
    this.topology = new ClusterTopology(entry, identifiable, trusted, this::watchSuspects);
    this.refresh = new TopologyRefresh(topology, identity, denial == null, new Relay(watcher));
    this.latencies = new LatencyProbe(topology, refresh);
    this.settings = new ServerSettings(topology, refresh);
    this.targetVerifier = new RedirectTargetVerifier(topology, refresh);
    topology.nodes().authenticated(identity);
  }

  private void watchSuspects() {
    refresh.watch();
  }

  /** Forwards calls to the watcher, with the cluster added. */
  private final class Relay implements TopologyRefresh.Listener {
    private final Watcher watcher;

    Relay(Watcher watcher) {
      this.watcher = watcher;
    }

    @Override
    public void changed() {
      watcher.changed(Cluster.this);
      settings.check();
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

  TopologyRefresh refresh() {
    return refresh;
  }

  /** The address, as the application gave it, at which the cluster was first found. */
  public NodeAddress entry() {
    return topology.entry();
  }

  /** The client through which the cluster was found, for people: {@code Jedis 7.4.0}. */
  public String client() {
    return refresh.get().dialer().client();
  }

  /** Sends a PING to a node, on a connection with the same profile as the application's. */
  public Ping ping(Node node) {
    return Ping.of(connections(node).pool(refresh.get()));
  }

  /** Counts what concerns no node in particular, or a node that is forgotten. */
  public Metrics metrics() {
    return topology.metrics();
  }

  public ClusterMetrics clusterMetrics() {
    return topology.clusterMetrics();
  }

  /** Whether the servers refuse this user the topology, so that only redirections show it. */
  public boolean hidesTopology() {
    return denial != null;
  }

  /** The error with which the servers refuse the topology; {@code null} when the agent may read it. */
  public String denial() {
    return denial;
  }

  /** The current slot map. */
  public SlotMap slots() {
    return topology.slots();
  }

  /** The node at an address; a new one when the address is not known yet. */
  public Node node(NodeAddress address) {
    return topology.nodes().at(address);
  }

  /** The node at an address that is trusted from now on: the application itself connected to it, or a node named it. */
  public Node trustedNode(NodeAddress address) {
    return topology.trustedNode(address);
  }

  /** The node at an address, or {@code null} when it is not known. */
  public Node knownNode(NodeAddress address) {
    return topology.nodes().known(address);
  }

  /** The number of nodes ever met, including forgotten ones; all their indexes are smaller. */
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

  /** The nodes that the latest topology names; empty before the first. */
  public Set<Node> members() {
    return topology.members();
  }

  /**
   * The fallback nodes for a node, the best first: masters, then replicas, suspect nodes last. Each group is in random order.
   */
  public List<Node> fallbackNodes(Node excluded) {
    return topology.fallbackNodes(excluded);
  }

  /** All masters in random order; a given node that is one of them comes last. */
  public List<Node> mastersEndingWith(Node last) {
    return topology.mastersEndingWith(last);
  }

  /**
   * Whether the agent may send credentials to the target of a redirection. If only that redirection names the address, the
   * agent asks the nodes whether they know it.
   *
   * @param redirecting the node that redirected
   * @param millis how long to ask
   */
  public boolean verifyTarget(NodeAddress target, Node redirecting, long millis) {
    return topology.nodes().isTrusted(target) || targetVerifier.verify(target, redirecting, millis);
  }

  /** Whether other servers have this cluster's addresses. Then the agent probes again what an application connects to. */
  public boolean isLost() {
    return topology.isLost();
  }

  /**
   * Whether it makes no sense to wait for this cluster any longer: other servers have its addresses, or no node has given the
   * topology for this time.
   */
  public boolean isGone(long millis) {
    return isLost() || topology.silentNanos() > millis * 1_000_000;
  }

  /** Stops all background tasks. */
  public void stop() {
    refresh.stop();
    latencies.stop();
    settings.stop();
  }

  /** Changes one slot, as MOVED requires, and requests a refresh, since slots seldom move alone. */
  public Node slotMoved(int slot, NodeAddress target) {
    Node owner = node(target);
    topology.slotMoved(slot, owner);
    refresh.request();
    return owner;
  }

  /** Requests a refresh when a session found no replica: nodes list a replica only once it has its data. */
  public void requestMissingReplicas() {
    refresh.requestUnlessRecent();
  }

  /** Starts to measure {@link Node#latencyNanos} of the members in the background. */
  public void measureLatencies() {
    latencies.start();
  }

  /** What this JVM has set for the whole server. */
  public ServerSettings settings() {
    return settings;
  }

  /** Records that a node closed a connection: sessions test idle connections before they use them again. */
  public void connectionLost() {
    topology.idleValidation().connectionLost();
  }

  /** Requests a refresh of the topology in the background; many requests lead to one refresh. */
  public void requestRefresh() {
    refresh.request();
  }

  /** Uses another profile for the agent's own connections from now on: the application changed its credentials. */
  public void identity(ConnectionProfile identity) {
    topology.nodes().authenticated(identity);
    refresh.identity(identity);
  }

  /**
   * Records a new connection of the application. If it has the same user, the agent's own connections use its profile from now
   * on. The application of the former profile may be gone: a web application with its own Jedis, which must not be
   * kept in memory.
   */
  public void sessionJoined(ConnectionProfile identity, NodeAddress asWritten) {
    topology.enteredAt(asWritten);
    topology.nodes().authenticated(identity);
    refresh.wakeUp();
    if (identity.hasUserOf(refresh.get())) {
      refresh.identity(identity);
    }
  }

  public void apply(Topology latest) {
    topology.apply(latest);
    refresh.notifyListener();
  }

  /**
   * Whether a topology of an unproven server is one of this cluster. It may be old, so it is used only if no member gives one.
   */
  public boolean applyIfOwn(Topology other) {
    boolean own = topology.isNamedIn(other);
    if (own && !refresh.answersWithin(ANSWER_MILLIS) && !refresh.answersWithin(ANSWER_MILLIS)) {
      apply(other);
      requestRefresh();
    }
    return own;
  }
}
