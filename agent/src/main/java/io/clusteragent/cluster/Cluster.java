package io.clusteragent.cluster;

import io.clusteragent.metrics.Metrics;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;

/**
 * One Redis Cluster, shared by all sessions of the JVM: its nodes and the current slot map.
 *
 * <p>Readers take {@link #slots()} without a lock. Two write: a session that was told MOVED, for one slot, and the
 * {@link TopologyRefresh}, for all.
 */
public final class Cluster {
  private final ConcurrentMap<NodeAddress, Node> nodes = new ConcurrentHashMap<>();
  private final IdleTrust idleTrust = new IdleTrust();
  private final ClusterFigures figures = new ClusterFigures(nodes);
  private final TopologyRefresh refresh;
  private final Latencies latencies;
  private final boolean provable;
  private final Vouching vouching;
  private final Predicate<NodeAddress> trusted;
  private final ClusterWatcher watcher;
  private final NodeAddress entry;
  private volatile SlotMap slots = SlotMap.EMPTY;

  /** As the topology says, without what redirections say since. Guarded by this. */
  private SlotMap told = SlotMap.EMPTY;

  private volatile Set<Node> members = Collections.emptySet();
  private volatile boolean lost;
  private int nextIndex; // guarded by nodes

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
    this.provable = provable;
    this.trusted = trusted;
    this.watcher = watcher;
    this.refresh = new TopologyRefresh(this, identity, mayAsk);
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

  /** The watcher gets to know what there is now. */
  void tell() {
    watcher.changed(this);
  }

  /** Does something in the background that can wait until the application has made its first calls. */
  void doLater(Runnable task) {
    refresh.doLater(task);
  }

  /** A node is in trouble. */
  void troubled() {
    watcher.troubled(this);
  }

  /** The background has seen to the cluster. */
  void tended() {
    watcher.tended(this);
  }

  /** The current slot map. */
  public SlotMap slots() {
    return slots;
  }

  /** The node at an address, known already or new. */
  public Node node(NodeAddress address) {
    Node node = nodes.get(address);
    if (node != null) {
      return node;
    }
    synchronized (nodes) {
      node = nodes.get(address);
      if (node == null) {
        node = new Node(address, nextIndex++, idleTrust, refresh::watch);
        if (trusted.test(address)) {
          node.vouchFor();
        }
        if (!provable) {
          node.isNotProvable();
        }
        nodes.put(address, node);
      }
      return node;
    }
  }

  /** The node at an address to which credentials may go: the application connected to it itself, or a node named it. */
  public Node vouchedNode(NodeAddress address) {
    Node node = node(address);
    node.vouchFor();
    return node;
  }

  /** The node at an address if it is known, or {@code null}. */
  public Node knownNode(NodeAddress address) {
    return nodes.get(address);
  }

  /** Number of nodes ever seen; their indexes are smaller. */
  public int nodeCount() {
    synchronized (nodes) {
      return nextIndex;
    }
  }

  /** Forgets nodes that no topology has named for so long, and that nobody uses. */
  void forgetDeparted(long nanos) {
    Set<Node> named = members;
    if (named.isEmpty()) {
      return; // redirections alone teach this cluster
    }
    Set<Node> masters = slots.masters();
    for (Node node : nodes.values()) {
      boolean departed = !named.contains(node) && !masters.contains(node);
      if (departed && node.unnamedNanos() > nanos && !node.isInUse()) {
        figures.forget(node);
      }
    }
  }

  public Collection<Node> nodes() {
    return nodes.values();
  }

  /**
   * The nodes that the latest topology names; empty before the first. A node that left may still tell of the cluster it
   * remembers, or belong to another one by now.
   */
  public Set<Node> members() {
    return members;
  }

  /**
   * The nodes that can take the place of one, the best first: masters, then replicas, last those in trouble. In each group
   * the order is random.
   */
  public List<Node> standIns(Node lostOne) {
    List<Node> others = new ArrayList<>(members.isEmpty() ? nodes.values() : members);
    others.remove(lostOne);
    Collections.shuffle(others, ThreadLocalRandom.current());
    Set<Node> masters = slots.masters();
    List<Node> inOrder = new ArrayList<>();
    List<Node> replicas = new ArrayList<>();
    List<Node> suspects = new ArrayList<>();
    for (Node node : others) {
      (node.isSuspect() ? suspects : masters.contains(node) ? inOrder : replicas).add(node);
    }
    inOrder.addAll(replicas);
    inOrder.addAll(suspects);
    return inOrder;
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
    Node known = knownNode(address);
    return known != null && known.isVouchedFor() || trusted.test(address);
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
    Node[] owners = new Node[HashSlot.COUNT];
    Node[][] replicas = new Node[HashSlot.COUNT][];
    Set<Node> named = new LinkedHashSet<>();
    for (Topology.Range range : topology.ranges()) {
      Node master = null;
      Set<Node> others = new LinkedHashSet<>();
      for (Topology.Member member : range.members) {
        Node node = node(member.address);
        node.id(member.id);
        named.add(node);
        if (master == null) {
          master = node;
        } else {
          others.add(node);
        }
      }
      Arrays.fill(owners, range.first, range.last + 1, master);
      Arrays.fill(replicas, range.first, range.last + 1, others.toArray(new Node[0]));
    }
    members = named;
    SlotMap now = new SlotMap(owners, replicas);
    SlotMap before;
    synchronized (this) {
      before = told;
      told = now;
      slots = now;
    }
    Failovers.tell(entry, before, now);
    refresh.tell();
  }

  /** Whether a topology speaks of this cluster: it names one of its nodes, by id. */
  boolean contains(Topology topology) {
    for (Topology.Range range : topology.ranges()) {
      for (Topology.Member member : range.members) {
        Node node = nodes.get(member.address);
        if (node != null && node.id().equals(member.id)) {
          return true;
        }
      }
    }
    return false;
  }
}
