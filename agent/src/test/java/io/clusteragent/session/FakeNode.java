package io.clusteragent.session;

import io.clusteragent.TestPorts;
import io.clusteragent.cluster.address.NodeAddress;
import io.clusteragent.protocol.ReplyParser;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Serves RESP on a loopback port, as a standalone server or a node of a {@link FakeCluster}. */
final class FakeNode implements AutoCloseable {

  /** The reaction, once, to a command that starts with this text. */
  private record PlannedReply(String start, String reply, boolean runs, boolean closes) {}

  private static final String NO_CLUSTER = "-ERR This instance has cluster support disabled\r\n";

  private final FakeStore store;
  private final Conversation.Shard shard;
  private final List<PlannedReply> plannedReplies = new ArrayList<>();
  private final List<String> received = new CopyOnWriteArrayList<>();
  private final ConcurrentHashMap<Socket, Conversation> open = new ConcurrentHashMap<>();
  private final Set<Socket> usedBySessions = ConcurrentHashMap.newKeySet();
  private final Set<Socket> withoutReply = ConcurrentHashMap.newKeySet();
  private final Set<Socket> probing = ConcurrentHashMap.newKeySet();
  private final AtomicInteger allConnections = new AtomicInteger();
  private final AtomicInteger topologyRequests = new AtomicInteger();
  private final int port;
  private volatile ServerSocket listener;
  private volatile Thread accepter;
  private volatile Topology topology;
  private volatile Topology clusterNodes = () -> NO_CLUSTER;
  private volatile int runs = 1;
  private volatile Runnable beforeScan = () -> {};
  private volatile String password;
  private volatile int replyDelayMillis;
  private volatile String id;
  private volatile String hello = mode("cluster");
  private volatile String readOnly = Wire.OK;
  private volatile String myIdReply;
  private final AtomicInteger idRequests = new AtomicInteger();
  private volatile boolean foreign;
  private volatile boolean hanging;
  private volatile boolean closesOnTopologyRequests;

  /** Makes replies to CLUSTER SLOTS, or CLUSTER NODES. */
  interface Topology {
    String reply();
  }

  FakeNode(FakeStore store, Conversation.Shard shard, Topology topology) {
    this.store = store;
    this.shard = shard;
    this.topology = topology;
    try {
      listen(TestPorts.listen());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.port = listener.getLocalPort();
    this.id = "node" + port;
  }

  /** A standalone server. */
  static FakeNode standalone(FakeStore store) {
    FakeNode server = new FakeNode(store, Conversation.ALL_KEYS, () -> NO_CLUSTER);
    server.id(null);
    server.replyToModeCommands(mode("standalone"), NO_CLUSTER);
    return server;
  }

  NodeAddress address() {
    return new NodeAddress(InetAddress.getLoopbackAddress().getHostAddress(), port);
  }

  /** The node's id in its cluster; {@code null} without one. */
  String id() {
    return id;
  }

  /** Makes this server another node of the same cluster. */
  void id(String another) {
    id = another;
  }

  /** Makes this server a node of another cluster, of which this cluster knows nothing. */
  void becomeForeign() {
    foreign = true;
    closeConnections();
  }

  Topology topology() {
    return topology;
  }

  void topology(Topology newTopology) {
    topology = newTopology;
  }

  /** The relevant part of HELLO's reply. */
  static String mode(String mode) {
    return Wire.array(List.of(Wire.bulk("mode"), Wire.bulk(mode)));
  }

  /** Sets the replies to HELLO and READONLY on a connection that has requested the topology. */
  void replyToModeCommands(String toHello, String toReadOnly) {
    hello = toHello;
    readOnly = toReadOnly;
  }

  /** Closes connections that request the topology, as some proxies do at unknown commands. */
  void closeOnTopologyRequests() {
    closesOnTopologyRequests = true;
  }

  /** Sets the reply to CLUSTER MYID, whatever the id is. */
  void replyToMyId(String reply) {
    myIdReply = reply;
  }

  /** The number of requests for its id. */
  int idRequests() {
    return idRequests.get();
  }

  void clusterNodes(Topology newReplies) {
    clusterNodes = newReplies;
  }

  /** Sets an action to run before each SCAN, and before each request for the slots that belongs to it. */
  void beforeScan(Runnable what) {
    beforeScan = what;
  }

  /** The number of starts of the process. */
  int runs() {
    return runs;
  }

  /** Simulates a restart: all connections are closed, also that of the thread that calls this. */
  synchronized void restart() {
    runs++;
    open.keySet().forEach(FakeNode::close);
  }

  /** Requires this password first on every connection. */
  void requirePassword(String secret) {
    password = secret;
  }

  // ---- what the test wants to happen

  /** Replies this to the next command with this prefix, without running it; an error in a transaction aborts it. */
  FakeNode replyTo(String start, String reply) {
    return plan(new PlannedReply(start, reply + "\r\n", false, false));
  }

  /** Runs the next command with this prefix, and closes the connection without a reply. */
  FakeNode runAndClose(String start) {
    return plan(new PlannedReply(start, "", true, true));
  }

  /** Closes the connection when the next command with this prefix arrives, after sending these bytes. */
  FakeNode closeOn(String start, String lastBytes) {
    return plan(new PlannedReply(start, lastBytes, false, true));
  }

  /** Sends no reply to the next command with this prefix. */
  FakeNode noReplyTo(String start) {
    return plan(new PlannedReply(start, "", false, false));
  }

  private FakeNode plan(PlannedReply planned) {
    synchronized (plannedReplies) {
      plannedReplies.add(planned);
    }
    return this;
  }

  private PlannedReply takePlannedReply(String command) {
    synchronized (plannedReplies) {
      for (PlannedReply planned : plannedReplies) {
        if (command.startsWith(planned.start)) {
          plannedReplies.remove(planned);
          return planned;
        }
      }
      return null;
    }
  }

  /** Sends no replies any more, like a stopped process; connections can still be made. */
  void hang() {
    hanging = true;
  }

  /** Delays every reply, as if the node were far away. */
  void delayReplies(int millis) {
    replyDelayMillis = millis;
  }

  /** Sends unrequested bytes on every open connection. */
  void push(String wire) {
    for (Socket socket : open.keySet()) {
      if (!socket.isClosed()) {
        send(socket, wire);
      }
    }
  }

  /** Closes all connections, and continues to listen. */
  void closeConnections() {
    open.keySet().forEach(FakeNode::close);
    Await.until("no connection is open", open::isEmpty);
  }

  /** Closes all connections and refuses new ones. */
  void stop() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Await.until("the node no longer listens", () -> !accepter.isAlive());
    closeConnections();
  }

  void start() {
    try {
      ServerSocket socket = new ServerSocket();
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      listen(socket);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    stop();
  }

  // ---- what happened

  /** The commands received, without those of the agent's topology refresh. */
  List<String> received() {
    return List.copyOf(received);
  }

  /** Waits for a command. */
  void await(String command) {
    Await.until(
        command + " arrives at a node that received " + received, () -> received.contains(command));
  }

  /** Clears the received commands and the planned replies. */
  void reset() {
    received.clear();
    synchronized (plannedReplies) {
      plannedReplies.clear();
    }
  }

  /** The number of connections ever made, without those that only requested the topology. */
  int sessionConnections() {
    return usedBySessions.size();
  }

  /** The number of connections ever made. */
  int allConnections() {
    return allConnections.get();
  }

  /** The number of requests for the topology. */
  int topologyRequests() {
    return topologyRequests.get();
  }

  /** The number of open connections with a command that got no reply. */
  int unanswered() {
    return withoutReply.size();
  }

  List<Conversation> conversations() {
    return List.copyOf(open.values());
  }

  /** The conversations without those of the agent's topology refresh. */
  List<Conversation> conversationsOfSessions() {
    return open.entrySet().stream()
        .filter(connection -> !probing.contains(connection.getKey()))
        .map(Map.Entry::getValue)
        .toList();
  }

  // ---- serving

  private void listen(ServerSocket socket) {
    listener = socket;
    accepter = daemon(() -> accept(socket));
  }

  private void accept(ServerSocket from) {
    try {
      while (true) {
        Socket socket = from.accept();
        allConnections.incrementAndGet();
        open.put(socket, new Conversation(store, shard));
        daemon(() -> serve(socket));
      }
    } catch (IOException e) {
      // The listener was closed: the node is down, or the test is over.
    }
  }

  private void serve(Socket socket) {
    Conversation conversation = open.get(socket);
    try (socket) {
      socket.setTcpNoDelay(true);
      ReplyParser commands = new ReplyParser(new BufferedInputStream(socket.getInputStream()));
      while (serve(socket, conversation, words(commands))) {
        // until one of both closes
      }
    } catch (IOException e) {
      // The client closed its connection, or the test is over.
    } finally {
      open.remove(socket);
      withoutReply.remove(socket);
      probing.remove(socket);
    }
  }

  private boolean serve(Socket socket, Conversation conversation, List<String> words) {
    if (hanging) {
      return true;
    }
    String command = String.join(" ", words);
    if (command.startsWith("SCAN ") || command.equals("CLUSTER NODES")) {
      beforeScan.run();
    }
    String secret = password;
    if (secret != null
        && !command.startsWith("AUTH ")
        && !conversation.handshake().contains("AUTH " + secret)) {
      send(socket, "-NOAUTH Authentication required.\r\n");
      return true;
    }
    if (command.equals("CLUSTER SLOTS")) {
      topologyRequests.incrementAndGet();
      probing.add(socket);
      if (closesOnTopologyRequests) {
        return false;
      }
      if (takePlannedReply(command) == null) {
        send(socket, topology.reply());
      }
      return true;
    }
    if (command.equals("CLUSTER NODES")) {
      PlannedReply refusal = takePlannedReply(command);
      send(socket, refusal == null ? verbatim(conversation, clusterNodes.reply()) : refusal.reply);
      return true;
    }
    if (command.equals("INFO server")) {
      send(
          socket,
          verbatim(
              conversation,
              Wire.bulk(
                  "# Server\r\nrun_id:" + id + "-" + runs + "\r\nuptime_in_seconds:1000\r\n")));
      return true;
    }
    if (probing.contains(socket) && (command.equals("HELLO 2") || command.equals("READONLY"))) {
      send(socket, command.equals("READONLY") ? readOnly : hello);
      return true;
    }
    if (command.equals("CLUSTER MYID")) {
      idRequests.incrementAndGet();
      send(
          socket,
          myIdReply != null
              ? myIdReply
              : id == null ? NO_CLUSTER : Wire.bulk(foreign ? "foreign" : id));
      return true;
    }
    usedBySessions.add(socket);
    PlannedReply planned = takePlannedReply(command);
    String reply;
    if (planned == null) {
      reply = conversation.reply(words, null);
    } else if (planned.runs) {
      conversation.reply(words, null);
      reply = planned.reply;
    } else {
      reply =
          planned.reply.startsWith("-") ? conversation.reply(words, planned.reply) : planned.reply;
    }
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(replyDelayMillis));
    received.add(command.length() > 200 ? command.substring(0, 200) : command);
    if (reply.isEmpty()) {
      withoutReply.add(socket);
    }
    send(socket, reply);
    return (planned == null || !planned.closes) && !command.equalsIgnoreCase("QUIT");
  }

  /** Converts a reply to a verbatim string in RESP3, as servers send texts for people. */
  private static String verbatim(Conversation conversation, String reply) {
    if (!conversation.isResp3() || !reply.startsWith("$")) {
      return reply;
    }
    int body = reply.indexOf('\n') + 1;
    return "=" + (reply.length() - body - 2 + 4) + "\r\ntxt:" + reply.substring(body);
  }

  private static List<String> words(ReplyParser commands) throws IOException {
    List<String> words = new ArrayList<>();
    for (Object word : (List<?>) commands.parse()) {
      words.add(Wire.text((byte[]) word));
    }
    return words;
  }

  private static void send(Socket socket, String wire) {
    try {
      socket.getOutputStream().write(Wire.bytes(wire));
    } catch (IOException e) {
      close(socket); // the client closed its connection
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "fake-node");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  @Override
  public String toString() {
    return address().toString();
  }
}
