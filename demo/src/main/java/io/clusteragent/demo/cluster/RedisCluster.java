package io.clusteragent.demo.cluster;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/**
 * A real cluster of server processes. Each call reads roles and slots from the running nodes, without a cache. Only one thread at
 * a time changes slots or masters.
 */
public final class RedisCluster implements AutoCloseable {
  /** Longest wait for the cluster to reach an awaited state. */
  public static final Duration LIMIT = Duration.ofSeconds(45);

  private static final Duration FAILOVER_RETRY = Duration.ofSeconds(7);

  private final List<RedisNode> nodes;
  private final NodeSettings settings;
  private final OpenMigrations migrations;

  RedisCluster(List<RedisNode> nodes, NodeSettings settings) {
    this.nodes = List.copyOf(nodes);
    this.settings = settings;
    this.migrations = new OpenMigrations(this, settings.password());
  }

  /** Default: 3 masters, no replicas, no password, no TLS, node timeout 2 s. */
  public static ClusterBuilder builder() {
    return new ClusterBuilder();
  }

  /** All nodes ever started, running or not, in the order of their start. */
  public List<RedisNode> nodes() {
    return nodes;
  }

  /** The running nodes that are masters now. */
  public List<RedisNode> masters() {
    return running(true);
  }

  /** The running nodes that are replicas now. */
  public List<RedisNode> replicas() {
    return running(false);
  }

  /** The running replicas of a master. */
  public List<RedisNode> replicasOf(RedisNode master) {
    return replicas().stream()
        .filter(replica -> master.id().equals(ClusterView.selfOf(replica).masterId()))
        .collect(Collectors.toList());
  }

  /**
   * The running owner of a slot; a migrating slot still belongs to its source.
   *
   * @throws IllegalStateException if no running node owns it
   */
  public RedisNode masterOf(int slot) {
    RedisNode owner = owners().get(slot);
    if (owner == null) {
      throw new IllegalStateException("no running node owns slot " + slot);
    }
    return owner;
  }

  /**
   * The running owner of each of the 16384 slots, asked once from every master; null where none owns it.
   */
  public List<RedisNode> owners() {
    RedisNode[] owners = new RedisNode[ClusterView.SLOTS];
    long[] epochs = new long[ClusterView.SLOTS];
    for (RedisNode node : masters()) {
      ClusterView.Member self = ClusterView.selfOf(node);
      self.slots().stream()
          .filter(slot -> owners[slot] == null || epochs[slot] < self.epoch())
          .forEach(slot -> {
            owners[slot] = node;
            epochs[slot] = self.epoch();
          });
    }
    return Arrays.asList(owners);
  }

  /** The node with this client port. */
  public RedisNode nodeAt(int port) {
    return nodes.stream()
        .filter(node -> node.port() == port)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no node has port " + port));
  }

  /** The hash slot of a key, 0 to 16383. */
  public static int slotOf(String key) {
    return KeySlot.of(key);
  }

  /** {@code 127.0.0.1:port} of the first running master. */
  public String entry() {
    return masters().get(0).address();
  }

  /** The certificate of the nodes, or null without TLS. */
  public TlsFiles tls() {
    return settings.tls();
  }

  /**
   * Moves a slot with all its keys; the masters know the new owner on return, the replicas soon after. Moves to the same target
   * follow each other at once. Before a move to another target all nodes must know the earlier moves, which takes about a second.
   */
  public void moveSlot(int slot, RedisNode target) {
    beginMigration(slot, target);
    finishMigration(slot);
  }

  /** Whether the servers can move slots atomically: Valkey from 9.0 on, Redis from 8.4 on. */
  public boolean canMoveSlotsAtomically() {
    return AtomicSlotMigration.isPossibleOn(masters().get(0));
  }

  /**
   * Moves slots of one master with all their keys at once, without ASK; all masters know the new owner on return.
   *
   * @throws IllegalStateException if the servers cannot, see {@link #canMoveSlotsAtomically}
   */
  public void moveSlotsAtomically(List<Integer> slots, RedisNode target) {
    AtomicSlotMigration.start(slots, masterOf(slots.get(0)), target);
    Await.until("the slots to be at " + target.address(), LIMIT, () -> {
      List<RedisNode> owners = owners();
      List<Integer> elsewhere =
          slots.stream().filter(slot -> owners.get(slot) != target).collect(Collectors.toList());
      return elsewhere.isEmpty() ? null : "elsewhere: " + elsewhere;
    });
  }

  /** Opens a slot for migration and moves no key. */
  public void beginMigration(int slot, RedisNode target) {
    migrations.begin(slot, target);
  }

  /** Moves keys of an open slot to the target of its migration. */
  public void migrateKey(int slot, String... keys) {
    migrations.moveKeys(slot, List.of(keys));
  }

  /** Moves the remaining keys of an open slot and makes the target its owner. */
  public void finishMigration(int slot) {
    migrations.finish(slot);
  }

  /** Moves keys of an open slot back; its owner stays. */
  public void abortMigration(int slot) {
    migrations.abort(slot);
  }

  /**
   * Makes a replica the master of its shard without loss; returns when all nodes know it. A replica gives up after 5 s
   * (CLUSTER_MF_TIMEOUT) when the votes do not arrive in time, so the command is repeated.
   */
  public void failover(RedisNode replica) {
    AtomicLong askedAt = new AtomicLong(System.nanoTime() - FAILOVER_RETRY.toNanos());
    Await.until(replica.address() + " to become a master", LIMIT, () -> {
      if (isMaster(replica)) {
        return null;
      }
      if (System.nanoTime() - askedAt.get() >= FAILOVER_RETRY.toNanos()) {
        askedAt.set(System.nanoTime());
        replica.ask("CLUSTER", "FAILOVER");
      }
      return "it is a replica";
    });
    awaitStable();
  }

  /**
   * Waits until every running node reports {@code cluster_state:ok}, all agree on roles and slots, every
   * slot belongs to a node, and the replicas are in sync. Slots of a dead node make it wait for the
   * fail-over.
   *
   * @throws IllegalStateException after {@link #LIMIT}, with what is still missing
   */
  public void awaitStable() {
    Await.until("a stable cluster", LIMIT, () -> Stability.problem(nodes));
  }

  /** Waits until every running node has marked a killed node as failed. */
  public void awaitFailed(RedisNode dead) {
    Await.until("all nodes to hold " + dead + " for failed", LIMIT, () -> nodes.stream()
        .filter(
            node -> node.isUp() && !ClusterView.seenBy(node).member(dead.id()).hasFailed())
        .map(node -> node.address() + " does not")
        .findFirst()
        .orElse(null));
  }

  /**
   * Restarts all nodes at other ports, at the same time; returns when the cluster is stable.
   *
   * @param ports one for each node, in the order of {@link #nodes()}
   */
  public void moveAll(List<Integer> ports) {
    Map<Integer, Integer> newPorts = new HashMap<>();
    for (int i = 0; i < nodes.size(); i++) {
      newPorts.put(nodes.get(i).port(), ports.get(i));
    }
    nodes.forEach(RedisNode::kill);
    nodes.forEach(node -> node.restartAt(newPorts));
    awaitStable();
  }

  /**
   * Waits until every node lists all replicas in CLUSTER SLOTS: from Redis 7.0 on it omits replicas that have not received any
   * data from their masters yet.
   */
  public void awaitReplicasShown() {
    Await.until("all replicas to be shown", LIMIT, () -> nodes.stream()
        .filter(node -> !namesAll((List<?>) node.ask("CLUSTER", "SLOTS")))
        .map(node -> node.address() + " does not show all replicas")
        .findFirst()
        .orElse(null));
  }

  private boolean namesAll(List<?> slots) {
    return replicas().stream()
        .allMatch(replica -> slots.toString().contains(String.valueOf(replica.port())));
  }

  private List<RedisNode> running(boolean masters) {
    return nodes.stream()
        .filter(node -> node.isUp() && isMaster(node) == masters)
        .collect(Collectors.toList());
  }

  /** Reads the role from the node itself, which knows it first. */
  private static boolean isMaster(RedisNode node) {
    return ((List<?>) node.ask("ROLE")).get(0).equals("master");
  }

  /** Stops all nodes and deletes their directories. */
  @Override
  public void close() {
    nodes.forEach(RedisNode::close);
  }
}
