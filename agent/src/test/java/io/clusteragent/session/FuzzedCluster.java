package io.clusteragent.session;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import io.clusteragent.cluster.address.NodeAddress;
import io.clusteragent.cluster.connection.ConnectionProfile;
import io.clusteragent.cluster.connection.Dialer;
import io.clusteragent.cluster.connection.Handshake;
import io.clusteragent.cluster.topology.HashSlot;
import io.clusteragent.cluster.view.Cluster;
import io.clusteragent.config.Configuration;
import io.clusteragent.protocol.ProtocolException;
import io.clusteragent.protocol.Request;
import io.clusteragent.protocol.RequestReader;
import io.clusteragent.session.bytes.ByteArrayBuilder;
import io.clusteragent.session.entry.EndpointRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.stream.IntStream;

/** Runs three nodes in memory that reply correctly, or as the fuzzer decides. */
final class FuzzedCluster implements AutoCloseable {
  private static final int COUNT = 3;
  private static final int DEADLINE_FACTOR = 5;

  /** Replies and errors with a meaning, which random bytes would seldom form. */
  private static final List<String> PLAUSIBLE = List.of(
      "-TRYAGAIN x\r\n",
      "-CLUSTERDOWN x\r\n",
      "-LOADING x\r\n",
      "-MASTERDOWN x\r\n",
      "-READONLY x\r\n",
      "-NOSCRIPT x\r\n",
      "-UNBLOCKED force unblock x\r\n",
      "-EXECABORT x\r\n",
      "-NOAUTH x\r\n",
      "-MOVED\r\n",
      "-",
      "+QUEUED\r\n",
      "+OK\r\n",
      ":1\r\n",
      ":9223372036854775808\r\n",
      "$-1\r\n",
      "$-2\r\n",
      "$1099511627776\r\nabc",
      "$99999999999999999999\r\n",
      "*-1\r\n",
      "*0\r\n",
      "*1\r\n$1\r\nx\r\n",
      "*2\r\n:0\r\n*0\r\n",
      "*2\r\n$1\r\n5\r\n*0\r\n",
      "*2\r\n$1\r\nx\r\n*1\r\n$1\r\na\r\n",
      "*2000000000\r\n",
      "*1\r\n*1\r\n*1\r\n*1\r\n",
      "%1\r\n+a\r\n:1\r\n",
      "%-1\r\n",
      "_\r\n",
      "#t\r\n",
      "|1\r\n+a\r\n:1\r\n+OK\r\n",
      ">2\r\n$10\r\ninvalidate\r\n*1\r\n$1\r\na\r\n",
      ">3\r\n$7\r\nmessage\r\n$1\r\nc\r\n$1\r\nm\r\n",
      ">0\r\n",
      "*3\r\n$9\r\nsubscribe\r\n$1\r\nc\r\n:1\r\n",
      "*3\r\n$7\r\nmessage\r\n$14\r\n__keyevent@0__\r\n$1\r\nm\r\n",
      "!6\r\nERR no\r\n",
      "=5\r\ntxt:x\r\n",
      "HTTP/1.1 400 Bad Request\r\n\r\n",
      "\r\n");

  private static final Set<String> TRANSACTION_ENDS = Set.of("EXEC", "DISCARD", "RESET");

  final FakeStore store = new FakeStore();
  private final EndpointRegistry endpoints = new EndpointRegistry(Configuration.STANDARD);
  private final Dialer dialer = this::dial;
  private final Thread fuzzed = Thread.currentThread();
  private FuzzedDataProvider data;
  private boolean fuzzesTopology;
  private int timeout = 1000;

  static NodeAddress address(int node) {
    return new NodeAddress("10.0.0." + (node + 1), 7000 + node);
  }

  private static int ownerOf(String key) {
    return FakeCluster.slot(key) * COUNT / HashSlot.COUNT;
  }

  /** Makes the nodes reply to the calling thread, and to no other, as the fuzzer decides; {@code null}: correctly. */
  void replyByFuzzer(FuzzedDataProvider fuzzer, boolean fuzzTopology) {
    data = fuzzer;
    fuzzesTopology = fuzzTopology;
  }

  /** Sets the read timeout of sockets dialled from now on, in milliseconds; the deadline follows from it. */
  void timeout(int millis) {
    timeout = millis;
  }

  long deadlineMillis() {
    return (long) timeout * DEADLINE_FACTOR;
  }

  Application connect(int node) throws IOException {
    return new Application(endpoints.virtual(open(node), address(node), dialer));
  }

  /** Updates the agent's slot map with the owners of these keys. */
  void updateSlotMap(List<String> keys) {
    Cluster known = agentView();
    for (String key : keys) {
      known.slotMoved(FakeCluster.slot(key), address(ownerOf(key)));
    }
  }

  /** The agent's view of this cluster. */
  Cluster agentView() {
    try {
      ConnectionProfile identity = new ConnectionProfile(dialer, Handshake.NONE);
      return endpoints
          .clusters()
          .probe(address(0), address(0), identity, timeout)
          .cluster();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private MemorySocket dial(NodeAddress target) throws IOException {
    int node = IntStream.range(0, COUNT)
        .filter(i -> address(i).equals(target))
        .findFirst()
        .orElse(-1);
    if (node < 0 || choice(15) == 15) {
      throw new ConnectException("Connection refused");
    }
    return open(node);
  }

  private MemorySocket open(int node) throws IOException {
    return new MemorySocket(address(node), new Client(node), timeout);
  }

  private int choice(int last) {
    return data == null || Thread.currentThread() != fuzzed ? 0 : data.consumeInt(0, last);
  }

  // ---- a node

  private record NodeShard(int node) implements Conversation.Shard {
    @Override
    public String refusal(List<String> keys, boolean asking) {
      int slot = FakeCluster.slot(keys.get(0));
      if (keys.stream().anyMatch(key -> FakeCluster.slot(key) != slot)) {
        return "-CROSSSLOT Keys in request don't hash to the same slot\r\n";
      }
      int owner = ownerOf(keys.get(0));
      return owner == node || asking ? null : "-MOVED " + slot + " " + address(owner) + "\r\n";
    }

    @Override
    public boolean test(String key) {
      return ownerOf(key) == node;
    }
  }

  /** A node's side of one client's connection. */
  private final class Client implements MemorySocket.Peer {
    private final Conversation conversation;
    private final ByteArrayBuilder unparsed = new ByteArrayBuilder();
    private final Request request = new Request();

    Client(int node) {
      this.conversation = new Conversation(store, new NodeShard(node));
    }

    @Override
    public void receive(byte[] bytes, MemorySocket socket) throws IOException {
      unparsed.append(bytes);
      byte[] all = unparsed.toArray();
      int at = 0;
      for (int end = next(all, at); end >= 0; end = next(all, at)) {
        reply(words(), socket);
        at = end;
      }
      unparsed.clear();
      unparsed.append(all, at, all.length - at);
    }

    private int next(byte[] all, int at) {
      try {
        return RequestReader.whole(all, at, all.length, request);
      } catch (ProtocolException e) {
        throw new AssertionError("the agent sent bytes that are no command", e);
      }
    }

    private List<String> words() {
      List<String> words = new ArrayList<>();
      for (int i = 0; i < request.count(); i++) {
        words.add(Wire.text(request.copy(i)));
      }
      return words;
    }

    private void reply(List<String> words, MemorySocket socket) {
      boolean topology = words.equals(List.of("CLUSTER", "SLOTS"));
      int choice = topology && !fuzzesTopology ? 0 : choice(15);
      if (choice >= 8 && choice <= 10 && TRANSACTION_ENDS.contains(words.get(0))) {
        // A wrong reply at its end does not keep the transaction open: no client could detect that.
        correctReply(words);
      }
      if (choice == 8) {
        send(socket, data.consumeBytes(data.consumeInt(0, 60)));
        return;
      }
      if (choice == 9) {
        send(socket, Wire.bytes(data.pickValue(PLAUSIBLE)));
        return;
      }
      if (choice == 10) {
        send(socket, Wire.bytes(redirection()));
        return;
      }
      if (choice == 11) {
        socket.endByPeer();
        return;
      }
      if (choice == 12) {
        return;
      }
      byte[] right = Wire.bytes(topology ? slots() : correctReply(words));
      send(socket, choice == 13 ? Arrays.copyOf(right, choice(right.length)) : right);
      if (choice == 14) {
        send(socket, data.consumeBytes(data.consumeInt(1, 20)));
      } else if (choice == 13 || choice == 15) {
        socket.endByPeer();
      }
    }

    private void send(MemorySocket socket, byte[] reply) {
      socket.send(reply);
    }

    private String correctReply(List<String> words) {
      try {
        return conversation.reply(words, null);
      } catch (NumberFormatException | IndexOutOfBoundsException e) {
        return "-ERR syntax error\r\n"; // the fake parses less than a real server
      }
    }
  }

  private String redirection() {
    String kind = data.consumeBoolean() ? "-MOVED " : "-ASK ";
    int slot = data.consumeBoolean()
        ? FakeCluster.slot(data.pickValue(SessionFuzzTest.KEYS))
        : data.consumeInt(-1, HashSlot.COUNT);
    int node = data.consumeInt(0, COUNT + 2);
    String target = node < COUNT
        ? address(node).toString()
        : Map.of(COUNT, ":7001", COUNT + 1, "10.0.0.9:" + data.consumeInt(0, 70_000))
            .getOrDefault(node, data.consumeAsciiString(12));
    return kind + slot + " " + target + "\r\n";
  }

  private static String slots() {
    List<String> ranges = new ArrayList<>();
    for (int node = 0; node < COUNT; node++) {
      int last = ((node + 1) * HashSlot.COUNT - 1) / COUNT;
      int first = (node * HashSlot.COUNT + COUNT - 1) / COUNT;
      String member = Wire.array(List.of(
          Wire.bulk(address(node).host()),
          Wire.integer(address(node).port()),
          Wire.bulk("node" + node)));
      ranges.add(Wire.array(List.of(Wire.integer(first), Wire.integer(last), member)));
    }
    return Wire.array(ranges);
  }

  /** Ends the background tasks of the cluster that the agent knows: in production they end with the JVM. */
  @Override
  public void close() {
    data = null;
    shutDown(agentView());
  }

  static void shutDown(Cluster cluster) {
    try {
      Object refresh = field(cluster, "refresh");
      ((ScheduledThreadPoolExecutor) field(refresh, "background")).shutdownNow();
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("the background executor has another place now", e);
    }
  }

  private static Object field(Object owner, String name) throws ReflectiveOperationException {
    var field = owner.getClass().getDeclaredField(name);
    field.setAccessible(true);
    return field.get(owner);
  }
}
