package io.clusteragent.cluster;

import io.clusteragent.metrics.Metrics;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * One Redis Cluster, shared by all sessions of the JVM: its nodes and the current slot map.
 *
 * <p>Readers take {@link #slots()} without a lock. Two write: a session that was told MOVED, for one slot, and the
 * {@link TopologyRefresh}, for all.
 */
public final class Cluster {
  private final NodeAddress entry;
  private final IdleTrust idleTrust = new IdleTrust();
  private final TopologyRefresh refresh;
  private final KnownNodes nodes;
  private final ClusterFigures figures;
  private final Latencies latencies;
  private final Vouching vouching;

  /** As the latest topology and the redirections since say. Written under the lock of this. */
  private volatile SlotMap slots = SlotMap.EMPTY;

  /** As the latest topology alone says. Written under the lock of this. */
  private volatile Assignment told = Assignment.NONE;

  private volatile boolean lost;

  /**
   * @param entry the address at which the cluster was found
   * @param identity how to talk to the nodes for the cluster's own questions
   * @param mayAsk whether the servers let this user ask for the topology; else redirections alone teach it
   * @param provable whether nodes answer with the ids that the topology names, when they are asked
   * @param trusted the addresses to which credentials may go whether or not a topology names them
   * @param watcher told, in the background, of every new topology
   */
  Cluster(
      NodeAddress entry,
      Identity identity,
      boolean mayAsk,
      boolean provable,
      Predicate<NodeAddress> trusted,
      ClusterWatcher watcher) {
    this.entry = entry;
    this.refresh = new TopologyRefresh(this, identity, mayAsk, watcher);
    this.nodes = new KnownNodes(idleTrust, trusted, provable, refresh::watch);
    this.figures = new ClusterFigures(nodes);
    this.latencies = new Latencies(this, refresh);
    this.vouching = new Vouching(this, refresh);
  }

  /** The address of the application at which the cluster was found first. */
  public NodeAddress entry() {
    return entry;
  }

  /** Through what the cluster was found, for people: {@code Jedis 7.4.0}. */
  public String client() {
    return refresh.identity().dialer().client();
  }

  /** Asks a node whether it is there, as the cluster's own questions are asked: on a connection like the application's. */
  public Ping ping(Node node) {
    return Ping.of(node, refresh.identity());
  }

  /** What is not counted of any node that is still known. */
  public Metrics metrics() {
    return figures.others();
  }

  public ClusterFigures figures() {
    return figures;
  }

  /** Whether the servers do not tell this user the topology (NOPERM): redirections alone teach it. */
  public boolean isSilent() {
    return !refresh.mayAsk();
  }

  /** The cluster is known from now on, though no topology will tell of it. */
  void foundSilent() {
    refresh.tell();
  }

  /** Does something in the background that can wait until the application has made its first calls. */
  void doLater(Runnable task) {
    refresh.doLater(task);
  }

  /** The current slot map. */
  public SlotMap slots() {
    return slots;
  }

  /** The node at an address, known already or new. */
  public Node node(NodeAddress address) {
    return nodes.at(address);
  }

  /** The node at an address to which credentials may go: the application connected to it itself, or a node named it. */
  public Node vouchedNode(NodeAddress address) {
    Node node = node(address);
    node.vouchFor();
    return node;
  }

  /** The node at an address if it is known, or {@code null}. */
  public Node knownNode(NodeAddress address) {
    return nodes.known(address);
  }

  /** Number of nodes ever met, also of those forgotten; their indexes are smaller. */
  public int nodeCount() {
    return nodes.count();
  }

  /** Forgets nodes that no topology has named for so long, and that nobody uses. */
  void forgetDeparted(long nanos) {
    Set<Node> named = members();
    if (named.isEmpty()) {
      return; // redirections alone teach this cluster
    }
    Set<Node> masters = slots.masters();
    for (Node node : nodes.all()) {
      boolean departed = !named.contains(node) && !masters.contains(node);
      if (departed && node.unnamedNanos() > nanos && !node.connections().areInUse()) {
        figures.forget(node);
      }
    }
  }

  public Collection<Node> nodes() {
    return nodes.all();
  }

  /**
   * The nodes that the latest topology names; empty before the first. A node that left may still tell of the cluster it
   * remembers, or belong to another one by now.
   */
  public Set<Node> members() {
    return told.members();
  }

  /**
   * The nodes that can take the place of one, the best first: masters, then replicas, last those in trouble. In each group
   * the order is random.
   */
  public List<Node> standIns(Node lostOne) {
    Set<Node> named = members();
    List<Node> candidates = Candidates.of(named.isEmpty() ? nodes() : named, slots.masters());
    candidates.remove(lostOne);
    return candidates;
  }

  /**
   * Whether credentials may follow a redirection to an address: if it is known by nothing but that redirection, the nodes
   * are asked whether they know it.
   *
   * @param informant the node that redirected
   * @param millis how long to ask
   */
  public boolean vouchFor(NodeAddress stranger, Node informant, long millis) {
    return isVouchedFor(stranger) || vouching.vouchFor(stranger, informant, millis);
  }

  /** Whether credentials may go to an address. */
  boolean isVouchedFor(NodeAddress address) {
    return nodes.isVouchedFor(address);
  }

  /**
   * Whether nothing of this cluster is to be found any more, and other servers stand at its addresses: then what an
   * application connects to is to be found out anew.
   */
  public boolean isLost() {
    return lost;
  }

  void lost(boolean nowLost) {
    lost = nowLost;
  }

  /** Does nothing in the background any more. */
  void stop() {
    refresh.stop();
    latencies.stop();
  }

  /** Patches one slot, as MOVED says, and asks for a refresh, since slots seldom move alone. */
  public Node moved(int slot, NodeAddress target) {
    Node owner = node(target);
    synchronized (this) {
      slots = slots.withOwner(slot, owner);
    }
    refresh.request();
    return owner;
  }

  /** A replica was looked for where none is known: nodes list one only once it has its data. */
  public void replicasMissing() {
    refresh.requestUnlessYoung();
  }

  /** From now on {@link Node#latencyNanos} of the members is measured in the background. */
  public void measureLatencies() {
    latencies.start();
  }

  /** A connection was found closed by its node: idle ones are looked at before they are used again. */
  public void connectionBroke() {
    idleTrust.connectionBroke();
  }

  /** Asks for a refresh of the topology in the background; many requests make one. */
  public void requestRefresh() {
    refresh.request();
  }

  /** Uses another identity for the cluster's own questions from now on: the application changed its credentials. */
  public void identity(Identity identity) {
    refresh.identity(identity);
  }

  /**
   * A connection of the application has come. The cluster's own questions are asked as it would from now on, if it may ask as
   * much: who asked up to now may be gone, a web application with its own Jedis, which must not be kept for that.
   */
  public void entered(Identity identity) {
    if (identity.hasCredentialsOf(refresh.identity())) {
      refresh.identity(identity);
    }
  }

  void apply(Topology topology) {
    Assignment now = Assignment.of(topology, nodes);
    SlotMap before;
    synchronized (this) {
      before = told.slots();
      told = now;
      slots = now.slots();
    }
    Failovers.tell(entry, before, now.slots());
    refresh.tell();
  }

  /** Whether a topology speaks of this cluster: it names one of its nodes, by id. */
  boolean contains(Topology topology) {
    return nodes.areIn(topology);
  }
}
