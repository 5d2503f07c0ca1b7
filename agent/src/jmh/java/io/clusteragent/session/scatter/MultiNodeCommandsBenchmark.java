package io.clusteragent.session.scatter;

import io.clusteragent.cluster.topology.HashSlot;
import io.clusteragent.session.BenchmarkCluster;
import io.clusteragent.session.Wire;
import io.clusteragent.session.bytes.ByteArrayBuilder;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What a key costs of a command that is split, each key in a slot of its own: all the agent's work between the sockets. */
@State(Scope.Thread)
public class MultiNodeCommandsBenchmark {
  private static final int KEYS = 50;
  private static final String VALUE = "0123456789abcdef";

  @Param({"MGET", "MSET", "DEL"})
  public String command;

  private final BenchmarkCluster cluster = new BenchmarkCluster();

  @Setup
  public void connect() throws IOException {
    cluster.connect(this::split);
  }

  private int split(ByteArrayBuilder request, ByteArrayBuilder[] answers) {
    StringBuilder words = new StringBuilder(command);
    Set<Integer> slots = new HashSet<>();
    while (slots.size() < KEYS) {
      int node = cluster.random().nextInt(BenchmarkCluster.NODES);
      String key = cluster.key(node);
      if (slots.add(HashSlot.of(Wire.bytes(key)))) {
        words.append(' ').append(key).append(command.equals("MSET") ? " " + VALUE : "");
        answers[node].append(Wire.bytes(partReply()));
      }
    }
    request.append(Wire.bytes(Wire.command(words.toString())));
    return replyLength();
  }

  private String partReply() {
    switch (command) {
      case "MGET":
        return "*1\r\n" + Wire.bulk(VALUE);
      case "MSET":
        return Wire.OK;
      default:
        return ":1\r\n";
    }
  }

  private int replyLength() {
    switch (command) {
      case "MGET":
        return ("*" + KEYS + "\r\n").length() + KEYS * Wire.bulk(VALUE).length();
      case "MSET":
        return Wire.OK.length();
      default:
        return Wire.integer(KEYS).length();
    }
  }

  @Benchmark
  @OperationsPerInvocation(KEYS)
  public int routed() throws IOException {
    return cluster.routed();
  }
}
