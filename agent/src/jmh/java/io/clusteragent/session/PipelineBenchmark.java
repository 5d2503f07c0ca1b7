package io.clusteragent.session;

import io.clusteragent.session.bytes.ByteArrayBuilder;
import java.io.IOException;
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
  private static final byte[] OK = Wire.bytes(Wire.OK);

  /** The nodes among which the keys lie: all, or one. */
  @Param({"3", "1"})
  public int nodes;

  private final BenchmarkCluster cluster = new BenchmarkCluster();

  @Setup
  public void connect() throws IOException {
    cluster.connect(this::pipeline);
  }

  private int pipeline(ByteArrayBuilder request, ByteArrayBuilder[] answers) {
    int length = 0;
    for (int i = 0; i < COMMANDS; i++) {
      int node = cluster.random().nextInt(nodes);
      boolean get = i % 2 > 0;
      String name = get ? "GET " : "SET ";
      String rest = get ? "" : " 0123456789abcdef";
      request.append(Wire.bytes(Wire.command(name + cluster.key(node) + rest)));
      byte[] answer = get ? Wire.bytes(Wire.bulk("0123456789abcdef")) : OK;
      answers[node].append(answer);
      length += answer.length;
    }
    return length;
  }

  @Benchmark
  @OperationsPerInvocation(COMMANDS)
  public int routed() throws IOException {
    return cluster.routed();
  }

  @Benchmark
  @OperationsPerInvocation(COMMANDS)
  public int direct() throws IOException {
    return cluster.direct();
  }
}
