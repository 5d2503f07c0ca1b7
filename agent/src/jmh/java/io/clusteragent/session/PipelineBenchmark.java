package io.clusteragent.session;

import io.clusteragent.cluster.Dialer;
import io.clusteragent.cluster.HashSlot;
import io.clusteragent.cluster.NodeAddress;
import io.clusteragent.config.Configuration;
import java.io.IOException;
import java.net.Socket;
import java.util.List;
import java.util.Random;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * What the agent adds to a command of a pipeline: all its work between the application's socket and those of three nodes, which
 * answer in memory. {@link #direct} is the same without the agent and with one node.
 */
@State(Scope.Thread)
public class PipelineBenchmark {
  private static final int COMMANDS = 100;
  private static final int PIPELINES = 256;
  private static final int NODES = 3;
  private static final int CLIENT_BUFFER = 8192;
  private static final byte[] OK = Wire.bytes(Wire.OK);

  /** The nodes among which the keys lie: all, or one. */
  @Param({"3", "1"})
  public int nodes;

  private final Random random = new Random(4711);
  private final byte[][] requests = new byte[PIPELINES][];
  private final byte[][][] replies = new byte[PIPELINES][NODES][];
  private final int[] replyLengths = new int[PIPELINES];
  private final byte[] buffer = new byte[CLIENT_BUFFER];
  private int current = -1;
  private Socket agent;
  private Socket plain;

  @Setup
  public void connect() throws IOException {
    for (int i = 0; i < PIPELINES; i++) {
      form(i);
    }
    Dialer dialer = target -> open(target.port() - address(0).port());
    agent = new Endpoints(Configuration.STANDARD).virtual(open(0), address(0), dialer);
    plain = new MemorySocket(address(0), (bytes, socket) -> answerAll(socket), 1000);
    for (int node = 0; node < NODES; node++) {
      new Application(agent).ask("GET " + key(node)); // makes the connection
    }
  }

  private void form(int pipeline) {
    ByteSink request = new ByteSink();
    ByteSink[] answers = new ByteSink[NODES];
    for (int node = 0; node < NODES; node++) {
      answers[node] = new ByteSink();
    }
    for (int i = 0; i < COMMANDS; i++) {
      int node = random.nextInt(nodes);
      boolean get = i % 2 > 0;
      String name = get ? "GET " : "SET ";
      String rest = get ? "" : " 0123456789abcdef";
      request.append(Wire.bytes(Wire.command(name + key(node) + rest)));
      answers[node].append(get ? Wire.bytes(Wire.bulk("0123456789abcdef")) : OK);
    }
    requests[pipeline] = request.toArray();
    for (int node = 0; node < NODES; node++) {
      replies[pipeline][node] = answers[node].toArray();
      replyLengths[pipeline] += replies[pipeline][node].length;
    }
  }

  /** A key of a node. */
  private String key(int node) {
    while (true) {
      String key = "key:" + (100_000 + random.nextInt(900_000));
      if (HashSlot.of(Wire.bytes(key)) * NODES / HashSlot.COUNT == node) {
        return key;
      }
    }
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

  @Benchmark
  @OperationsPerInvocation(COMMANDS)
  public int routed() throws IOException {
    current = current + 1 & PIPELINES - 1;
    return ask(agent);
  }

  @Benchmark
  @OperationsPerInvocation(COMMANDS)
  public int direct() throws IOException {
    current = current + 1 & PIPELINES - 1;
    return ask(plain);
  }

  private int ask(Socket socket) throws IOException {
    byte[] request = requests[current];
    socket.getOutputStream().write(request, 0, request.length);
    socket.getOutputStream().flush();
    int read = 0;
    while (read < replyLengths[current]) {
      read += socket.getInputStream().read(buffer, 0, buffer.length);
    }
    return read;
  }
}
