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

/** A server on a loopback port, alone or as a node of a {@link FakeCluster}. */
final class FakeNode implements AutoCloseable {

  /** What to do, once, with a command that starts in this way. */
  private record Script(String start, String reply, boolean runs, boolean hangsUp) {}

  private static final String NO_CLUSTER = "-ERR This instance has cluster support disabled\r\n";

  private final FakeStore store;
  private final Conversation.Shard shard;
  private final List<Script> scripts = new ArrayList<>();
  private final List<String> received = new CopyOnWriteArrayList<>();
  private final ConcurrentHashMap<Socket, Conversation> open = new ConcurrentHashMap<>();
  private final Set<Socket> used = ConcurrentHashMap.newKeySet();
  private final Set<Socket> waiting = ConcurrentHashMap.newKeySet();
  private final Set<Socket> asking = ConcurrentHashMap.newKeySet();
  private final AtomicInteger accepted = new AtomicInteger();
  private final AtomicInteger asked = new AtomicInteger();
  private final int port;
  private volatile ServerSocket listener;
  private volatile Thread accepter;
  private volatile Topology topology;
  private volatile Topology allNodes = () -> NO_CLUSTER;
  private volatile int runs = 1;
  private volatile Runnable beforeScan = () -> {};
  private volatile String password;
  private volatile int distanceMillis;
  private volatile String id;
  private volatile String hello = mode("cluster");
  private volatile String readOnly = Wire.OK;
  private volatile String myId;
  private final AtomicInteger askedForId = new AtomicInteger();
  private volatile boolean foreign;
  private volatile boolean hanging;
  private volatile boolean hangsUpOnQuestions;

  /** Answers CLUSTER SLOTS, or CLUSTER NODES. */
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

  /** A server that is no cluster node. */
  static FakeNode standalone(FakeStore store) {
    FakeNode server = new FakeNode(store, Conversation.ALL_KEYS, () -> NO_CLUSTER);
    server.id(null);
    server.modeQuestions(mode("standalone"), NO_CLUSTER);
    return server;
  }

  NodeAddress address() {
    return new NodeAddress(InetAddress.getLoopbackAddress().getHostAddress(), port);
  }

  /** The node's id in its cluster; {@code null} without one. */
  String id() {
    return id;
  }

  /** From now on another node of the same cluster is here. */
  void id(String another) {
    id = another;
  }

  /** From now on a node of another cluster is here, of which this cluster knows nothing. */
  void becomeForeign() {
    foreign = true;
    hangUp();
  }

  Topology topology() {
    return topology;
  }

  void topology(Topology newTopology) {
    topology = newTopology;
  }

  /** Of HELLO's reply, what counts. */
  static String mode(String mode) {
    return Wire.array(List.of(Wire.bulk("mode"), Wire.bulk(mode)));
  }

  /** What it answers to HELLO and READONLY on a connection that has asked for the topology. */
  void modeQuestions(String toHello, String toReadOnly) {
    hello = toHello;
    readOnly = toReadOnly;
  }

  /** From now on who asks for the topology is hung up on, as some proxies do with what they do not know. */
  void hangUpOnQuestions() {
    hangsUpOnQuestions = true;
  }

  /** What it answers to CLUSTER MYID, whatever its id is. */
  void myId(String answer) {
    myId = answer;
  }

  /** How often it was asked for its id. */
  int askedForId() {
    return askedForId.get();
  }

  void allNodes(Topology newAnswer) {
    allNodes = newAnswer;
  }

  /** Something happens before each SCAN, and before each question for the slots that goes with it. */
  void beforeScan(Runnable what) {
    beforeScan = what;
  }

  /** How often the process was started. */
  int runs() {
    return runs;
  }

  /** The process was started anew: all connections are closed, also that of the thread that calls this. */
  synchronized void restarted() {
    runs++;
    open.keySet().forEach(FakeNode::close);
  }

  /** From now on every connection has to say this first. */
  void password(String secret) {
    password = secret;
  }

  // ---- what the test wants to happen

  /** The next command that starts so is answered with this and not run; an error in a transaction spoils it. */
  FakeNode answer(String start, String reply) {
    return script(new Script(start, reply + "\r\n", false, false));
  }

  /** The next command that starts so is run, and the connection closed without a reply. */
  FakeNode runAndHangUp(String start) {
    return script(new Script(start, "", true, true));
  }

  /** The connection is closed when the next command that starts so arrives, after these bytes. */
  FakeNode hangUp(String start, String lastBytes) {
    return script(new Script(start, lastBytes, false, true));
  }

  /** The next command that starts so gets no reply. */
  FakeNode silent(String start) {
    return script(new Script(start, "", false, false));
  }

  private FakeNode script(Script script) {
    synchronized (scripts) {
      scripts.add(script);
    }
    return this;
  }

  private Script scriptFor(String command) {
    synchronized (scripts) {
      for (Script script : scripts) {
        if (command.startsWith(script.start)) {
          scripts.remove(script);
          return script;
        }
      }
      return null;
    }
  }

  /** From now on nothing is answered, as by a process that was stopped; connections can still be made. */
  void hang() {
    hanging = true;
  }

  /** Every reply takes so long from now on, as if the node were far away. */
  void far(int millis) {
    distanceMillis = millis;
  }

  /** Bytes that nobody asked for, on every open connection. */
  void push(String wire) {
    for (Socket socket : open.keySet()) {
      if (!socket.isClosed()) {
        send(socket, wire);
      }
    }
  }

  /** Closes all connections, and goes on listening. */
  void hangUp() {
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
    hangUp();
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

  /** The commands that arrived, without those of the agent's topology refresh. */
  List<String> received() {
    return List.copyOf(received);
  }

  /** Waits for a command. */
  void await(String command) {
    Await.until(
        command + " arrives at a node that received " + received, () -> received.contains(command));
  }

  /** Forgets what arrived and what is still to happen. */
  void forget() {
    received.clear();
    synchronized (scripts) {
      scripts.clear();
    }
  }

  /** Number of connections ever made, without those that only asked for the topology. */
  int accepted() {
    return used.size();
  }

  /** Number of connections ever made. */
  int connections() {
    return accepted.get();
  }

  /** How often the node was asked for the topology. */
  int asked() {
    return asked.get();
  }

  /** Number of open connections with a command that got no reply. */
  int unanswered() {
    return waiting.size();
  }

  List<Conversation> conversations() {
    return List.copyOf(open.values());
  }

  /** Without those of the agent's topology refresh. */
  List<Conversation> conversationsOfSessions() {
    return open.entrySet().stream()
        .filter(connection -> !asking.contains(connection.getKey()))
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
        accepted.incrementAndGet();
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
        // until one of both hangs up
      }
    } catch (IOException e) {
      // The client went away, or the test is over.
    } finally {
      open.remove(socket);
      waiting.remove(socket);
      asking.remove(socket);
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
      asked.incrementAndGet();
      asking.add(socket);
      if (hangsUpOnQuestions) {
        return false;
      }
      if (scriptFor(command) == null) {
        send(socket, topology.reply());
      }
      return true;
    }
    if (command.equals("CLUSTER NODES")) {
      Script refusal = scriptFor(command);
      send(socket, refusal == null ? text(conversation, allNodes.reply()) : refusal.reply);
      return true;
    }
    if (command.equals("INFO server")) {
      send(socket, text(conversation, Wire.bulk("# Server\r\nrun_id:" + id + "-" + runs + "\r\n")));
      return true;
    }
    if (asking.contains(socket) && (command.equals("HELLO 2") || command.equals("READONLY"))) {
      send(socket, command.equals("READONLY") ? readOnly : hello);
      return true;
    }
    if (command.equals("CLUSTER MYID")) {
      askedForId.incrementAndGet();
      send(
          socket,
          myId != null ? myId : id == null ? NO_CLUSTER : Wire.bulk(foreign ? "foreign" : id));
      return true;
    }
    used.add(socket);
    Script script = scriptFor(command);
    String reply;
    if (script == null) {
      reply = conversation.answer(words, null);
    } else if (script.runs) {
      conversation.answer(words, null);
      reply = script.reply;
    } else {
      reply =
          script.reply.startsWith("-") ? conversation.answer(words, script.reply) : script.reply;
    }
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(distanceMillis));
    received.add(command.length() > 200 ? command.substring(0, 200) : command);
    if (reply.isEmpty()) {
      waiting.add(socket);
    }
    send(socket, reply);
    return (script == null || !script.hangsUp) && !command.equalsIgnoreCase("QUIT");
  }

  /** A text for people, which servers send as a verbatim string in RESP3. */
  private static String text(Conversation conversation, String reply) {
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
      close(socket); // the client went away
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
