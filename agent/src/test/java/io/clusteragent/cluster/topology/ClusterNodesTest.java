package io.clusteragent.cluster.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clusteragent.cluster.address.NodeAddress;
import io.clusteragent.protocol.ErrorReply;
import io.clusteragent.protocol.Resp;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClusterNodesTest {
  private static final NodeAddress REPLYING = new NodeAddress("asked", 7000);

  @Test
  void failedNodesAndNodesWithoutSlotsAreListed() {
    assertEquals(
        Map.of(
            new NodeAddress("10.0.0.1", 7001), "aa",
            new NodeAddress("10.0.0.2", 7002), "bb",
            new NodeAddress("10.0.0.3", 7003), "cc"),
        ids(
            "aa 10.0.0.1:7001@17001 myself,master - 0 0 1 connected 0-5460",
            "bb 10.0.0.2:7002@17002 master,fail - 1 1 2 disconnected",
            "cc 10.0.0.3:7003 slave aa 0 0 3 connected"));
  }

  @Test
  void aNodeWithAHostNameHasTwoAddresses() {
    assertEquals(
        Map.of(new NodeAddress("10.0.0.1", 7001), "aa", new NodeAddress("one.example", 7001), "aa"),
        ids("aa 10.0.0.1:7001@17001,one.example,shard-id=x master - 0 0 1 connected"));
    assertEquals(
        Map.of(new NodeAddress("10.0.0.1", 7001), "aa"),
        ids("aa 10.0.0.1:7001@17001,,shard-id=x master - 0 0 1 connected"));
  }

  @Test
  void ipv6AddressesAndUnknownOwnHostsAreRead() {
    assertEquals(
        Map.of(new NodeAddress("2001:db8::7", 7001), "aa", new NodeAddress("asked", 7002), "bb"),
        ids(
            "aa 2001:db8::7:7001@17001 master - 0 0 1 connected",
            "bb :7002@17002 myself,master - 0 0 1 connected"));
  }

  @Test
  void nodesWithoutAnAddressOrNotAcceptedYetAreLeftOut() {
    assertEquals(
        Map.of(),
        ids(
            "aa :0@0 master,noaddr - 0 0 1 disconnected",
            "bb 10.0.0.2:7002@17002 handshake - 0 0 0 connected",
            "cc 10.0.0.3:0@17003 master - 0 0 1 connected",
            "dd 10.0.0.3:x@17003 master - 0 0 1 connected",
            "ee 10.0.0.3 master - 0 0 1 connected",
            "not a node"));
  }

  @Test
  void slotsFlagsAndEpochsAreRead() {
    List<NodeLine> nodes = ClusterNodes.of(
        Resp.ascii(
            "aa 10.0.0.1:7001@17001 myself,master - 0 0 7 connected 0-99 200 [93->-bb] x 9-1\n"
                + "bb 10.0.0.2:7002@17002 slave,fail aa 0 0 3 disconnected\n"
                + "cc 10.0.0.3:7003@17003 master,fail? - 0 0 9 connected\n"),
        REPLYING);
    NodeLine master = nodes.get(0);

    assertTrue(master.isMaster() && master.isMyself() && master.isLinked());
    assertEquals(101, master.slots().cardinality());
    assertTrue(master.slots().get(200));
    assertEquals(List.of("[93->-bb]"), master.open());
    assertEquals(7, master.epoch());
    assertEquals("aa", nodes.get(1).master());
    assertTrue(
        nodes.get(1).isFailed() && !nodes.get(1).isMaster() && !nodes.get(1).isLinked());
    assertTrue(nodes.get(2).isSuspected() && !nodes.get(2).isFailed());
  }

  @Test
  void otherRepliesNameNoNode() {
    assertEquals(Map.of(), ClusterNodes.ids(new ErrorReply("NOAUTH"), REPLYING));
    assertEquals(Map.of(), ClusterNodes.ids(List.of(), REPLYING));
    assertEquals(Map.of(), ClusterNodes.ids(null, REPLYING));
  }

  private static Map<NodeAddress, String> ids(String... lines) {
    return ClusterNodes.ids(Resp.ascii(String.join("\n", lines) + "\n"), REPLYING);
  }
}
