package io.clusteragent.cluster;

import io.clusteragent.protocol.ReplyParser;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Clusters of many nodes, half of them replicas: what a refresh costs, and a look-up. */
@State(Scope.Benchmark)
public class TopologyBenchmark {
  private static final NodeAddress ASKED = new NodeAddress("10.0.0.0", 7000);

  @Param({"6", "100", "1000"})
  public int nodes;

  private byte[] reply;
  private Cluster cluster;

  @Setup
  public void form() throws IOException {
    int masters = nodes / 2;
    StringBuilder text = new StringBuilder("*" + masters + "\r\n");
    for (int i = 0; i < masters; i++) {
      int first = (int) ((long) HashSlot.COUNT * i / masters);
      int last = (int) ((long) HashSlot.COUNT * (i + 1) / masters) - 1;
      text.append("*4\r\n:" + first + "\r\n:" + last + "\r\n" + node(i) + node(masters + i));
    }
    reply = text.toString().getBytes(StandardCharsets.US_ASCII);
    Identity identity = new Identity(address -> null, Handshake.NONE);
    cluster = new Cluster(ASKED, identity, false, true, address -> false, ClusterWatcher.NOBODY);
    refresh();
  }

  private static String node(int number) {
    String host = "10.0." + number / 250 + "." + number % 250;
    return "*3\r\n$" + host.length() + "\r\n" + host + "\r\n:7000\r\n$40\r\n"
        + String.format("%040d", number) + "\r\n";
  }

  @TearDown
  public void stop() {
    cluster.stop();
  }

  /** From the bytes of CLUSTER SLOTS to the new slot map. */
  @Benchmark
  public SlotMap refresh() throws IOException {
    Object parsed = new ReplyParser(new ByteArrayInputStream(reply)).parse();
    cluster.apply(Topology.of(parsed, ASKED));
    return cluster.slots();
  }

  @Benchmark
  public Node owner() {
    return cluster.slots().owner(ThreadLocalRandom.current().nextInt(HashSlot.COUNT));
  }
}
