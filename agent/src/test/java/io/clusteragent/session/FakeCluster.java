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

/**
 * Servers that share a slot table and the data, so that a slot moves by a change of the table. Of three nodes, the
 * first owns the keys {@code b f j}, the second {@code c g}, the third {@code a d e h}, each in a slot of its own.
 */
final class FakeCluster implements AutoCloseable {
  final FakeStore store = new FakeStore();
  final EndpointRegistry endpoints;
  final List<FakeNode> nodes = new ArrayList<>();
  private final List<EndpointRegistry> elsewhere = new CopyOnWriteArrayList<>();
  private final FakeNode[] owners = new FakeNode[HashSlot.COUNT];
  private final Map<Integer, FakeNode> migrating = new ConcurrentHashMap<>();
  private final Set<String> staying = ConcurrentHashMap.newKeySet();
  private final Map<FakeNode, Integer> epochs = new ConcurrentHashMap<>();
  private final Map<NodeAddress, FakeNode> aliases = new ConcurrentHashMap<>();
  private final List<String> writes = new CopyOnWriteArrayList<>();
  private final List<NodeAddress> dialled = new CopyOnWriteArrayList<>();
  private final Set<Integer> unwritable = ConcurrentHashMap.newKeySet();
  private final Map<Integer, Runnable> onDial = new ConcurrentHashMap<>();
  private volatile int dialledTimeout = 2000;
  private Cluster known;
  private int untilChange = -1;
  private Runnable change;
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
      nodes.add(new FakeNode(store, new Share(i), this::slots));
    }
    nodes.forEach(node -> node.allNodes(() -> allNodes(node)));
    for (int slot = 0; slot < HashSlot.COUNT; slot++) {
      owners[slot] = nodes.get(slot * count / HashSlot.COUNT);
    }
  }

  // ---- the slot table

  static int slot(String key) {
    byte[] bytes = Wire.bytes(key);
    return HashSlot.of(bytes, 0, bytes.length);
  }

  synchronized FakeNode owner(String key) {
    return owners[slot(key)];
  }

  /** The key's slot belongs to another node from now on. */
  synchronized void move(String key, FakeNode to) {
    owners[slot(key)] = to;
    migrating.remove(slot(key));
    staying.removeIf(other -> slot(other) == slot(key));
    epochs.merge(to, 2, (old, two) -> Collections.max(epochs.values()) + 1);
  }

  /** The key's slot is on its way: its owner has none of its keys any more. */
  void migrate(String key, FakeNode to) {
    migrating.put(slot(key), to);
  }

  /** The key's slot is on its way: its owner has all of its keys still. */
  void beginMigration(String key, FakeNode to) {
    List<String> keys = store.keys(); // a store that is busy asks this for its slots
    synchronized (this) {
      keys.stream().filter(other -> slot(other) == slot(key)).forEach(staying::add);
      migrate(key, to);
    }
  }

  /** A key of a slot that is on its way has arrived. */
  synchronized void moveKey(String key) {
    staying.remove(key);
  }

  /** One more key of a slot that is on its way has arrived. */
  synchronized void moveFirstKey(String key) {
    staying.stream()
        .filter(other -> slot(other) == slot(key))
        .min(String::compareTo)
        .ifPresent(staying::remove);
  }

  synchronized FakeNode migratesTo(String key) {
    return migrating.get(slot(key));
  }

  /** Where a key lies. */
  private synchronized FakeNode placeOf(String key) {
    FakeNode target = migrating.get(slot(key));
    return target == null || staying.contains(key) ? owner(key) : target;
  }

  /** The MOVED line for a key. */
  static String moved(String key, FakeNode to) {
    return "-MOVED " + slot(key) + " " + to.address();
  }

  static String ask(String key, FakeNode to) {
    return "-ASK " + slot(key) + " " + to.address();
  }

  /** From now on no node tells its topology: what the agent learns, redirections teach it. */
  void hideTopology() {
    known();
    try (Application probing = connect(nodes.get(0))) {
      probing.ask("STRLEN b");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    nodes.forEach(FakeNode::forget);
    nodes.forEach(
        node -> node.topology(() -> "-LOADING Redis is loading the dataset in memory\r\n"));
  }

  /** Something happens when so many commands with keys have arrived, wherever. */
  synchronized void later(int commands, Runnable what) {
    untilChange = commands;
    change = what;
  }

  private void countDown() {
    if (untilChange >= 0 && untilChange-- == 0) {
      change.run();
    }
  }

  /** Forgets the data and what happened. */
  synchronized void clear() {
    untilChange = -1;
    store.clear();
    writes.clear();
    nodes.forEach(FakeNode::forget);
  }

  /** The agent knows all owners. */
  void teach() {
    Cluster agents = known();
    synchronized (this) {
      for (int slot = 0; slot < HashSlot.COUNT; slot++) {
        if (!agents.slots().owner(slot).address().equals(owners[slot].address())) {
          agents.slotMoved(slot, owners[slot].address());
        }
      }
    }
  }

  /** The node after the owner of a key. */
  synchronized FakeNode next(String key) {
    return nodes.get((nodes.indexOf(owner(key)) + 1) % nodes.size());
  }

  /** Slots on their way arrive. */
  synchronized void settle() {
    untilChange = -1;
    migrating.forEach((slot, target) -> owners[slot] = target);
    migrating.clear();
    staying.clear();
  }

  private synchronized String slots() {
    List<String> ranges = new ArrayList<>();
    for (int first = 0, last; first < HashSlot.COUNT; first = last + 1) {
      last = first;
      while (last + 1 < HashSlot.COUNT && owners[last + 1] == owners[first]) {
        last++;
      }
      NodeAddress address = owners[first].address();
      String node = Wire.array(List.of(
          Wire.bulk(address.host()), Wire.integer(address.port()), Wire.bulk(owners[first].id())));
      ranges.add(Wire.array(List.of(Wire.integer(first), Wire.integer(last), node)));
    }
    return Wire.array(ranges);
  }

  /** As one of the nodes sees it: of moving slots each node shows its own. */
  private synchronized String allNodes(FakeNode asked) {
    StringBuilder lines = new StringBuilder();
    for (FakeNode node : nodes) {
      lines.append(node.id()).append(' ').append(node.address()).append("@1 ");
      lines.append(node == asked ? "myself,master" : "master").append(" - 0 0 ");
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
      if (node == asked) {
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

  private final class Share implements Conversation.Shard {
    private final int index;

    Share(int index) {
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
        return placeOf(key) == self ? null : ask(key, target) + "\r\n";
      }
    }

    @Override
    public boolean test(String key) {
      return placeOf(key) == nodes.get(index);
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

  /** Sockets dialled from now on have this read timeout, in milliseconds. */
  void timeout(int millis) {
    dialledTimeout = millis;
  }

  /** Makes a node answer under another address, too. */
  void alias(String host, int port, FakeNode node) {
    aliases.put(new NodeAddress(host, port), node);
  }

  /** An application that connects to a node. */
  Application connect(FakeNode node) {
    return connect(node, node.address());
  }

  /** An application that connects to a node and wrote its address so. */
  Application connect(FakeNode node, NodeAddress asWritten) {
    try {
      return new Application(endpoints.virtual(dial(node.address()), asWritten, dialer));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Something happens while a node is dialled next. */
  void whileDialling(FakeNode node, Runnable what) {
    onDial.put(node.address().port(), what);
  }

  /** Whether clients parse cursors as {@code int} from now on. */
  void intCursors(boolean on) {
    intCursors = on;
  }

  /** A process with an agent of its own, which meets the nodes in the opposite order. */
  Application connectFromAnotherProcess() {
    EndpointRegistry others = new EndpointRegistry(Configuration.STANDARD);
    elsewhere.add(others);
    FakeNode last = nodes.get(nodes.size() - 1);
    try {
      return new Application(others.virtual(dial(last.address()), last.address(), dialer));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** From now on nothing that is written leaves for this node. */
  void failWritesTo(FakeNode node) {
    unwritable.add(node.address().port());
  }

  /** An application that could not connect to an address; {@code null} when nothing stands in for it. */
  Application standIn(NodeAddress wanted) {
    Socket socket = endpoints.openFallback(wanted, dialer);
    return socket == null ? null : new Application(socket);
  }

  private Socket dial(NodeAddress address) throws IOException {
    dialled.add(address);
    FakeNode alias = aliases.get(address);
    int port = alias == null ? address.port() : alias.address().port();
    Runnable meanwhile = onDial.remove(port);
    if (meanwhile != null) {
      meanwhile.run();
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

  /** The pieces in which bytes left for a node, each on one line, in order; without the question for its id. */
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

  /** The agent's picture of this cluster. */
  Cluster known() {
    if (known == null) {
      try {
        known = endpoints
            .clusters()
            .probe(nodes.get(0).address(), nodes.get(0).address(), identity(), 2000)
            .cluster();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return known;
  }

  private ConnectionProfile identity() {
    return new ConnectionProfile(dialer, Handshake.NONE);
  }

  /** Waits until sessions hold no node connection, and checks that others could go on with each. */
  void assertAllGivenBack() {
    for (FakeNode node : nodes) {
      NodePool pool = known().connections(known().node(node.address())).pool(identity());
      Await.until("all connections to " + node + " are idle", () -> allIdle(pool));
      Await.until("all connections at " + node + " are neutral", () -> allNeutral(node));
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

  private static boolean allNeutral(FakeNode node) {
    return node.conversations().stream().allMatch(Conversation::isNeutral);
  }

  @Override
  public void close() {
    // Left running, the background would ask whoever gets these ports next.
    endpoints.clusters().known().forEach(FuzzedCluster::shutDown);
    elsewhere.forEach(others -> others.clusters().known().forEach(FuzzedCluster::shutDown));
    nodes.forEach(FakeNode::close);
  }
}
