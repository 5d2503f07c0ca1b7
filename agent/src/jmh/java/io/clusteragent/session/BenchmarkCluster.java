package io.clusteragent.session;

import io.clusteragent.cluster.address.NodeAddress;
import io.clusteragent.cluster.connection.Dialer;
import io.clusteragent.cluster.topology.HashSlot;
import io.clusteragent.config.Configuration;
import io.clusteragent.session.bytes.ByteArrayBuilder;
import io.clusteragent.session.entry.EndpointRegistry;
import java.io.IOException;
import java.net.Socket;
import java.util.List;
import java.util.Random;

/** Three nodes that answer in memory, whatever they are sent, with what was prepared for each. */
public final class BenchmarkCluster {
  public static final int NODES = 3;
  private static final int CLIENT_BUFFER = 8192;

  /** What the application writes at once, and what each node answers; so many times in turn. */
  private static final int ROUNDS = 256;

  private final Random random = new Random(4711);
  private final byte[] buffer = new byte[CLIENT_BUFFER];
  private final byte[][] requests = new byte[ROUNDS][];
  private final byte[][][] replies = new byte[ROUNDS][][];
  private final int[] replyLengths = new int[ROUNDS];
  private int current = -1;
  private Socket agent;
  private Socket plain;

  /** Prepares a round. */
  public interface Script {
    /**
     * @param request what the application writes is added here
     * @param answers what each node answers is added here
     * @return the length of what the application reads
     */
    int round(ByteArrayBuilder request, ByteArrayBuilder[] answers);
  }

  public void connect(Script script) throws IOException {
    for (int i = 0; i < ROUNDS; i++) {
      ByteArrayBuilder request = new ByteArrayBuilder();
      ByteArrayBuilder[] answers = {
        new ByteArrayBuilder(), new ByteArrayBuilder(), new ByteArrayBuilder()
      };
      replyLengths[i] = script.round(request, answers);
      requests[i] = request.toArray();
      replies[i] = new byte[NODES][];
      for (int node = 0; node < NODES; node++) {
        replies[i][node] = answers[node].toArray();
      }
    }
    Dialer dialer = target -> open(target.port() - address(0).port());
    agent = new EndpointRegistry(Configuration.STANDARD).virtual(open(0), address(0), dialer);
    plain = new MemorySocket(address(0), (bytes, socket) -> answerAll(socket), 1000);
    for (int node = 0; node < NODES; node++) {
      new Application(agent).call("GET " + key(node)); // makes the connection
    }
  }

  public Random random() {
    return random;
  }

  /** A key of a node. */
  public String key(int node) {
    while (true) {
      String key = "key:" + (100_000 + random.nextInt(900_000));
      if (nodeOf(HashSlot.of(Wire.bytes(key))) == node) {
        return key;
      }
    }
  }

  static int nodeOf(int slot) {
    return slot * NODES / HashSlot.COUNT;
  }

  private static NodeAddress address(int node) {
    return new NodeAddress("10.0.0." + (node + 1), 7000 + node);
  }

  private MemorySocket open(int node) throws IOException {
    MemorySocket.Peer peer = (bytes, socket) -> {
      if (current >= 0) {
        socket.send(replies[current][node]);
      } else {
        socket.send(Wire.bytes(answer(Wire.oneLine(Wire.text(bytes)), node)));
      }
    };
    return new MemorySocket(address(node), peer, 1000);
  }

  private void answerAll(MemorySocket socket) {
    for (byte[] reply : replies[current]) {
      socket.send(reply);
    }
  }

  private static String answer(String command, int node) {
    if (command.endsWith("MYID")) {
      return Wire.bulk("node" + node);
    }
    if (command.endsWith("SLOTS")) {
      String[] ranges = new String[NODES];
      for (int i = 0; i < NODES; i++) {
        int first = (i * HashSlot.COUNT + NODES - 1) / NODES;
        int last = ((i + 1) * HashSlot.COUNT - 1) / NODES;
        ranges[i] = Wire.array(List.of(
            Wire.integer(first),
            Wire.integer(last),
            Wire.array(List.of(
                Wire.bulk(address(i).host()),
                Wire.integer(address(i).port()),
                Wire.bulk("node" + i)))));
      }
      return Wire.array(List.of(ranges));
    }
    return Wire.OK;
  }

  /** One round through the agent. */
  public int routed() throws IOException {
    current = current + 1 & ROUNDS - 1;
    return ask(agent, replyLengths[current]);
  }

  /** One round with no agent in between; what the nodes answer comes as it is. */
  int direct() throws IOException {
    current = current + 1 & ROUNDS - 1;
    int length = 0;
    for (byte[] reply : replies[current]) {
      length += reply.length;
    }
    return ask(plain, length);
  }

  private int ask(Socket socket, int replyLength) throws IOException {
    byte[] request = requests[current];
    socket.getOutputStream().write(request, 0, request.length);
    socket.getOutputStream().flush();
    int read = 0;
    while (read < replyLength) {
      read += socket.getInputStream().read(buffer, 0, buffer.length);
    }
    return read;
  }
}
