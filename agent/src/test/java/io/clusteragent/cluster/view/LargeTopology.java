package io.clusteragent.cluster.view;

import io.clusteragent.cluster.address.NodeAddress;
import io.clusteragent.cluster.connection.ConnectionProfile;
import io.clusteragent.cluster.connection.Handshake;
import io.clusteragent.cluster.topology.HashSlot;
import io.clusteragent.cluster.topology.SlotMap;
import io.clusteragent.cluster.topology.Topology;
import io.clusteragent.protocol.ReplyParser;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Makes replies to CLUSTER SLOTS for clusters of any number of nodes; half of the nodes are replicas. */
public final class LargeTopology {
  private static final NodeAddress REPLYING = new NodeAddress("10.0.0.0", 7000);

  private final byte[] reply;

  public LargeTopology(int nodes) {
    int masters = nodes / 2;
    StringBuilder text = new StringBuilder("*" + masters + "\r\n");
    for (int i = 0; i < masters; i++) {
      int first = (int) ((long) HashSlot.COUNT * i / masters);
      int last = (int) ((long) HashSlot.COUNT * (i + 1) / masters) - 1;
      text.append("*4\r\n:" + first + "\r\n:" + last + "\r\n" + node(i) + node(masters + i));
    }
    reply = text.toString().getBytes(StandardCharsets.US_ASCII);
  }

  private static String node(int number) {
    String host = "10.0." + number / 250 + "." + number % 250;
    return "*3\r\n$" + host.length() + "\r\n" + host + "\r\n:7000\r\n$40\r\n"
        + String.format("%040d", number) + "\r\n";
  }

  /** A cluster without a topology, which sends no requests. */
  public static Cluster unknown() {
    ConnectionProfile identity = new ConnectionProfile(address -> null, Handshake.NONE);
    return new Cluster(
        REPLYING, identity, "NOPERM", true, address -> false, Cluster.Watcher.NOBODY);
  }

  /** Applies the bytes of the reply to a cluster, and returns the new slot map. */
  public SlotMap applyTo(Cluster cluster) throws IOException {
    Object parsed = new ReplyParser(new ByteArrayInputStream(reply)).parse();
    cluster.apply(Topology.of(parsed, REPLYING));
    return cluster.slots();
  }
}
