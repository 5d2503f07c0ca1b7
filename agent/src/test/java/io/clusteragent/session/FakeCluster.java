package io.clusteragent.session;

import io.clusteragent.cluster.address.NodeAddress;
import io.clusteragent.cluster.connection.ConnectionProfile;
import io.clusteragent.cluster.connection.Dialer;
import io.clusteragent.cluster.connection.Handshake;
import io.clusteragent.cluster.connection.NodeConnection;
import io.clusteragent.cluster.connection.NodePool;
import io.clusteragent.cluster.topology.HashSlot;
import io.clusteragent.cluster.view.Cluster;
import io.clusteragent.config.Configuration;
import io.clusteragent.session.entry.EndpointRegistry;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * Runs fake nodes that share a slot table and the data, so that a change of the table moves a slot.
 *
 * <p>Of three nodes, the first owns the keys {@code b f j}, the second {@code c g}, the third {@code a d e h}, each in a slot of
 * its own.
 */
final class FakeCluster implements AutoCloseable {
  final FakeStore store = new FakeStore();
  final EndpointRegistry endpoints;
  final List<FakeNode> nodes = new ArrayList<>();
  private final List<EndpointRegistry> otherRegistries = new CopyOnWriteArrayList<>();
  private final FakeNode[] owners = new FakeNode[HashSlot.COUNT];
  private final Map<Integer, FakeNode> migrating = new ConcurrentHashMap<>();
  private final Set<String> notYetMoved = ConcurrentHashMap.newKeySet();
  private final Map<FakeNode, FakeNode> masterOf = new ConcurrentHashMap<>();
  private final Map<FakeNode, Integer> epochs = new ConcurrentHashMap<>();
  private final Map<NodeAddress, FakeNode> aliases = new ConcurrentHashMap<>();
  private final List<String> writes = new CopyOnWriteArrayList<>();
  private final List<NodeAddress> dialled = new CopyOnWriteArrayList<>();
  private final Set<Integer> unwritable = ConcurrentHashMap.newKeySet();
  private final Map<Integer, Runnable> onDial = new ConcurrentHashMap<>();
  private final Set<FakeNode> removed = ConcurrentHashMap.newKeySet();
  private final List<FakeNode> former = new CopyOnWriteArrayList<>();
  private volatile int dialledTimeout = 2000;
  private Cluster agentView;
  private int commandsUntilAction = -1;
  private Runnable action;
  private volatile boolean intCursors;
  private final Dialer dialer = new Dialer() {
    @Override
    public Socket dial(NodeAddress address) throws IOException {
      return FakeCluster.this.dial(address);
    }

    @Override
    public boolean parsesCursorsAsInt() {
      return intCursors;
    }
  };

  FakeCluster(int count) {
    this(count, Configuration.STANDARD);
  }

  FakeCluster(int count, Configuration configuration) {
    endpoints = new EndpointRegistry(configuration);
    for (int i = 0; i < count; i++) {
      nodes.add(node(i));
    }
    for (int slot = 0; slot < HashSlot.COUNT; slot++) {
      owners[slot] = nodes.get(slot * count / HashSlot.COUNT);
    }
  }

  /** Starts a replica of a master; the nodes name it from now on. */
  FakeNode addReplica(FakeNode master) {
    FakeNode replica = node(nodes.size());
    synchronized (this) {
      nodes.add(replica);
      masterOf.put(replica, master);
    }
    return replica;
  }

  private FakeNode node(int index) {
    FakeNode node = new FakeNode(store, new NodeShard(index), this::slots);
    node.clusterNodes(() -> clusterNodes(node));
    return node;
  }

  // ---- addresses

  /** Ends every node, and starts it at another address: with its id, its slots and its data. */
  void moveToOtherAddresses(Consumer<FakeNode> end) {
    List<FakeNode> before = List.copyOf(nodes);
    for (FakeNode old : before) {
      FakeNode fresh = node(nodes.indexOf(old));
      fresh.id(old.id());
      replace(old, fresh);
    }
    former.addAll(before);
    before.forEach(end);
  }

  private synchronized void replace(FakeNode old, FakeNode fresh) {
    nodes.set(nodes.indexOf(old), fresh);
    for (int slot = 0; slot < HashSlot.COUNT; slot++) {
      owners[slot] = owners[slot] == old ? fresh : owners[slot];
    }
  }

  /** Restarts two nodes, each at the other's address. */
  void swapAddresses(FakeNode one, FakeNode other) {
    synchronized (this) {
      String id = one.id();
      one.id(other.id());
      other.id(id);
      for (int slot = 0; slot < HashSlot.COUNT; slot++) {
        owners[slot] = owners[slot] == one ? other : owners[slot] == other ? one : owners[slot];
      }
    }
    one.restart();
    other.restart();
  }

  /** Moves all slots of the first node to the last one. */
  synchronized void giveSlotsAway(FakeNode node) {
    FakeNode heir = nodes.get(nodes.size() - 1);
    for (int slot = 0; slot < HashSlot.COUNT; slot++) {
      owners[slot] = owners[slot] == node ? heir : owners[slot];
    }
  }

  /** Takes a node out of the cluster, as {@code redis-cli --cluster del-node} does: it goes on running alone. */
  void remove(FakeNode node) {
    giveSlotsAway(node);
    removed.add(node);
    node.topology(() -> "*0\r\n");
    node.clusterNodes(
        () -> Wire.bulk(node.id() + " " + node.address() + "@1 myself,master - 0 0 1 connected\n"));
  }

  // ---- the slot table

  static int slot(String key) {
    byte[] bytes = Wire.bytes(key);
    return HashSlot.of(bytes, 0, bytes.length);
  }

  synchronized FakeNode owner(String key) {
    return owners[slot(key)];
  }

  /** Moves the key's slot to another node. */
  synchronized void move(String key, FakeNode to) {
    owners[slot(key)] = to;
    migrating.remove(slot(key));
    notYetMoved.removeIf(other -> slot(other) == slot(key));
    epochs.merge(to, 2, (old, two) -> Collections.max(epochs.values()) + 1);
  }

  /** Makes the key's slot migrate; its owner has none of its keys any more. */
  void migrate(String key, FakeNode to) {
    migrating.put(slot(key), to);
  }

  /** Makes the key's slot migrate; its owner still has all of its keys. */
  void beginMigration(String key, FakeNode to) {
    List<String> keys = store.keys(); // before the lock: a store that is busy calls back for slots
    synchronized (this) {
      keys.stream().filter(other -> slot(other) == slot(key)).forEach(notYetMoved::add);
      migrate(key, to);
    }
  }

  /** Moves one key of a migrating slot to the target. */
  synchronized void moveKey(String key) {
    notYetMoved.remove(key);
  }

  /** Moves the next key of a migrating slot to the target. */
  synchronized void moveNextKey(String key) {
    notYetMoved.stream()
        .filter(other -> slot(other) == slot(key))
        .min(String::compareTo)
        .ifPresent(notYetMoved::remove);
  }

  synchronized FakeNode migratesTo(String key) {
    return migrating.get(slot(key));
  }

  /** The node that holds a key. */
  private synchronized FakeNode holderOf(String key) {
    FakeNode target = migrating.get(slot(key));
    return target == null || notYetMoved.contains(key) ? owner(key) : target;
  }

  /** The MOVED line for a key. */
  static String moved(String key, FakeNode to) {
    return "-MOVED " + slot(key) + " " + to.address();
  }

  static String ask(String key, FakeNode to) {
    return "-ASK " + slot(key) + " " + to.address();
  }

  /** Makes all nodes refuse their topology, so that the agent learns slots from redirections alone. */
  void hideTopology() {
    agentView();
    try (Application probing = connect(nodes.get(0))) {
      probing.call("STRLEN b");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    nodes.forEach(FakeNode::reset);
    nodes.forEach(
        node -> node.topology(() -> "-LOADING Redis is loading the dataset in memory\r\n"));
  }

  /** Runs an action when this number of commands with keys has arrived, at any node. */
  synchronized void afterCommands(int commands, Runnable what) {
    commandsUntilAction = commands;
    action = what;
  }

  private void countDown() {
    if (commandsUntilAction >= 0 && commandsUntilAction-- == 0) {
      action.run();
    }
  }

  /** Clears the data, the planned action and the records. */
  synchronized void clear() {
    commandsUntilAction = -1;
    store.clear();
    writes.clear();
    nodes.forEach(FakeNode::reset);
  }

  /** Updates the agent's slot map with the owners of all slots. */
  void updateSlotMap() {
    Cluster agents = agentView();
    synchronized (this) {
      for (int slot = 0; slot < HashSlot.COUNT; slot++) {
        if (!agents.slots().owner(slot).address().equals(owners[slot].address())) {
          agents.slotMoved(slot, owners[slot].address());
        }
      }
    }
  }

  /** The node after the owner of a key, in the order of the nodes. */
  synchronized FakeNode nodeAfterOwner(String key) {
    return nodes.get((nodes.indexOf(owner(key)) + 1) % nodes.size());
  }

  /** Finishes all migrations. */
  synchronized void finishMigrations() {
    commandsUntilAction = -1;
    migrating.forEach((slot, target) -> owners[slot] = target);
    migrating.clear();
    notYetMoved.clear();
  }

  private synchronized String slots() {
    List<String> ranges = new ArrayList<>();
    for (int first = 0, last; first < HashSlot.COUNT; first = last + 1) {
      last = first;
      while (last + 1 < HashSlot.COUNT && owners[last + 1] == owners[first]) {
        last++;
      }
      List<String> range =
          new ArrayList<>(List.of(Wire.integer(first), Wire.integer(last), member(owners[first])));
      for (FakeNode node : nodes) {
        if (masterOf.get(node) == owners[first]) {
          range.add(member(node));
        }
      }
      ranges.add(Wire.array(range));
    }
    return Wire.array(ranges);
  }

  private static String member(FakeNode node) {
    NodeAddress address = node.address();
    return Wire.array(
        List.of(Wire.bulk(address.host()), Wire.integer(address.port()), Wire.bulk(node.id())));
  }

  /** The reply of a node to CLUSTER NODES: of moving slots each node shows its own. */
  private synchronized String clusterNodes(FakeNode replying) {
    StringBuilder lines = new StringBuilder();
    for (FakeNode node : nodes) {
      if (removed.contains(node)) {
        continue;
      }
      lines.append(node.id()).append(' ').append(node.address()).append("@1 ");
      lines.append(node == replying ? "myself,master" : "master").append(" - 0 0 ");
      lines.append(epochs.getOrDefault(node, 1)).append(" connected");
      for (int first = 0, last; first < HashSlot.COUNT; first = last + 1) {
        last = first;
        while (last + 1 < HashSlot.COUNT && owners[last + 1] == owners[first]) {
          last++;
        }
        if (owners[first] == node) {
          lines.append(' ').append(first).append('-').append(last);
        }
      }
      if (node == replying) {
        migrating.forEach((slot, target) -> {
          if (owners[slot] == node) {
            lines.append(" [" + slot + "->-" + target.id() + "]");
          } else if (target == node) {
            lines.append(" [" + slot + "-<-" + owners[slot].id() + "]");
          }
        });
      }
      lines.append('\n');
    }
    return Wire.bulk(lines.toString());
  }

  private final class NodeShard implements Conversation.Shard {
    private final int index;

    NodeShard(int index) {
      this.index = index;
    }

    @Override
    public String refusal(List<String> keys, boolean asking) {
      synchronized (FakeCluster.this) {
        countDown();
        FakeNode self = nodes.get(index);
        String key = keys.get(0);
        if (keys.stream().anyMatch(other -> slot(other) != slot(key))) {
          return "-CROSSSLOT Keys in request don't hash to the same slot\r\n";
        }
        FakeNode target = migrating.get(slot(key));
        if (owner(key) != self) {
          return asking && target == self ? null : moved(key, owner(key)) + "\r\n";
        }
        return holderOf(key) == self ? null : ask(key, target) + "\r\n";
      }
    }

    @Override
    public boolean test(String key) {
      return holderOf(key) == nodes.get(index);
    }

    @Override
    public int seed() {
      return 31 * index + nodes.get(index).runs();
    }
  }

  // ---- the application's side

  Dialer dialer() {
    return dialer;
  }

  /** Sets the read timeout of sockets dialled from now on, in milliseconds. */
  void timeout(int millis) {
    dialledTimeout = millis;
  }

  /** Makes a node reachable under another address, too. */
  void alias(String host, int port, FakeNode node) {
    aliases.put(new NodeAddress(host, port), node);
  }

  /** Connects an application to a node. */
  Application connect(FakeNode node) {
    return connect(node, node.address());
  }

  /** Connects an application to a node whose address it wrote in this form. */
  Application connect(FakeNode node, NodeAddress asWritten) {
    try {
      return new Application(endpoints.virtual(dial(node.address()), asWritten, dialer));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs an action at the next dial of a node. */
  void onNextDial(FakeNode node, Runnable what) {
    onDial.put(node.address().port(), what);
  }

  /** Sets whether clients parse cursors as {@code int}. */
  void parseCursorsAsInt(boolean on) {
    intCursors = on;
  }

  /** Connects an application with an agent of its own, which learns the nodes in the opposite order. */
  Application connectFromAnotherProcess() {
    EndpointRegistry others = new EndpointRegistry(Configuration.STANDARD);
    otherRegistries.add(others);
    FakeNode last = nodes.get(nodes.size() - 1);
    try {
      return new Application(others.virtual(dial(last.address()), last.address(), dialer));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Makes all writes to a node fail. */
  void failWritesTo(FakeNode node) {
    unwritable.add(node.address().port());
  }

  /** Connects an application that could not connect to an address; {@code null} when there is no fallback node. */
  Application connectToFallback(NodeAddress wanted) {
    Socket socket = endpoints.openFallback(wanted, dialer);
    return socket == null ? null : new Application(socket);
  }

  private Socket dial(NodeAddress address) throws IOException {
    dialled.add(address);
    FakeNode alias = aliases.get(address);
    int port = alias == null ? address.port() : alias.address().port();
    Runnable action = onDial.remove(port);
    if (action != null) {
      action.run();
    }
    Socket socket = new RecordedSocket(port);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    socket.setSoTimeout(dialledTimeout);
    return socket;
  }

  private final class RecordedSocket extends Socket {
    private final String name;
    private final int port;

    RecordedSocket(int port) {
      this.port = port;
      this.name = port + ": ";
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
      return new FilterOutputStream(super.getOutputStream()) {
        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
          writes.add(name
              + Wire.oneLine(
                  new String(bytes, from, Math.min(length, 1000), StandardCharsets.ISO_8859_1)));
          if (unwritable.contains(port)) {
            throw new SocketException("Broken pipe");
          }
          out.write(bytes, from, length);
        }
      };
    }
  }

  /** The pieces written to a node, each on one line, in order; without requests for its id. */
  List<String> writesTo(FakeNode node) {
    String name = node.address().port() + ": ";
    return writes.stream()
        .filter(w -> w.startsWith(name))
        .map(w -> w.substring(name.length()))
        .filter(w -> !w.equals("*2 $7 CLUSTER $4 MYID"))
        .toList();
  }

  List<NodeAddress> dialled() {
    return List.copyOf(dialled);
  }

  /** The agent's view of this cluster. */
  Cluster agentView() {
    if (agentView == null) {
      try {
        agentView = endpoints
            .clusters()
            .probe(nodes.get(0).address(), nodes.get(0).address(), identity(), 2000)
            .cluster();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return agentView;
  }

  private ConnectionProfile identity() {
    return new ConnectionProfile(dialer, Handshake.NONE);
  }

  /** Waits until sessions hold no node connection, and checks that other sessions can use each. */
  void assertAllReleased() {
    for (FakeNode node : nodes) {
      NodePool pool = agentView().connections(agentView().node(node.address())).pool(identity());
      Await.until("all connections to " + node + " are idle", () -> allIdle(pool));
      Await.until("all connections at " + node + " are reusable", () -> allReusable(node));
    }
  }

  private static boolean allIdle(NodePool pool) {
    Object holder = new Object();
    List<NodeConnection> taken = new ArrayList<>();
    try {
      int size = pool.size();
      for (int i = 0; i < size; i++) {
        taken.add(pool.take(holder));
      }
      return pool.size() == size;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      taken.forEach(NodeConnection::release);
    }
  }

  private static boolean allReusable(FakeNode node) {
    return node.conversations().stream().allMatch(Conversation::isReusable);
  }

  @Override
  public void close() {
    // Otherwise the background tasks would send requests to later servers at these ports.
    endpoints.clusters().known().forEach(FuzzedCluster::shutDown);
    otherRegistries.forEach(others -> others.clusters().known().forEach(FuzzedCluster::shutDown));
    nodes.forEach(FakeNode::close);
    former.forEach(FakeNode::close);
  }
}
