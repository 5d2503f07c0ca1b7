package io.clusteragent.cluster.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.clusteragent.cluster.address.NodeAddress;
import io.clusteragent.cluster.connection.ConnectionProfile;
import io.clusteragent.cluster.connection.Handshake;
import io.clusteragent.cluster.node.Node;
import io.clusteragent.cluster.view.Cluster;
import io.clusteragent.protocol.ReplyParser;
import java.io.ByteArrayInputStream;
import java.io.IOException;

class TopologyFuzzTest {
  private static final NodeAddress REPLYING = new NodeAddress("asked", 7000);
  private static final int MANY_NODES = 10_000;

  private static Cluster cluster;

  /** Whatever a server replies to CLUSTER SLOTS, the resulting topology is fit for routing. */
  @FuzzTest
  void whatIsTakenFromAReplyCanBeRoutedBy(byte[] bytes) {
    Object reply;
    try {
      reply = new ReplyParser(new ByteArrayInputStream(bytes)).parse();
    } catch (IOException e) {
      return;
    }
    Topology topology = Topology.of(reply, REPLYING);
    if (topology == null) {
      return;
    }
    topology.ranges().forEach(TopologyFuzzTest::assertUsable);
    if (cluster == null || cluster.nodeCount() > MANY_NODES) {
      cluster = new Cluster(
          REPLYING,
          new ConnectionProfile(address -> null, Handshake.NONE),
          "NOPERM",
          true,
          address -> false,
          c -> {});
    }
    cluster.apply(topology);
    assertEquals(!topology.ranges().isEmpty(), cluster.slots().covered() > 0);
    assertEquals(!topology.ranges().isEmpty(), !cluster.members().isEmpty());
    for (Topology.Range range : topology.ranges()) {
      Node owner = cluster.slots().owner(range.first);
      assertTrue(cluster.slots().masters().contains(owner));
      assertSame(owner, cluster.knownNode(owner.address()));
    }
  }

  private static void assertUsable(Topology.Range range) {
    assertTrue(0 <= range.first && range.first <= range.last && range.last < HashSlot.COUNT);
    assertFalse(range.members.isEmpty());
    for (Topology.Member member : range.members) {
      assertUsable(member.address);
    }
  }

  /** An address can be dialled, and a log line can contain it without breaking. */
  static void assertUsable(NodeAddress address) {
    assertTrue(address.port() > 0 && address.port() < 65536);
    assertTrue(address.host().chars().allMatch(c -> c > ' ' && c <= '~'), address.host());
  }
}
