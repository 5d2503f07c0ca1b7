package io.clusteragent.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.clusteragent.cluster.address.NodeAddress;
import io.clusteragent.cluster.view.Cluster;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Clusters whose CLUSTER SLOTS names other hosts than the IP addresses by which the nodes know each other. */
class NodeHostsTest extends ThreeNodeCluster {
  private static final String NO_HOST = Wire.NIL;

  @Test
  void nodesWithoutAHostAreAtTheHostThatTheApplicationWrote() throws IOException {
    announce(NO_HOST, NO_HOST, NO_HOST);
    try (Application application = connect()) {
      assertEquals("+OK", application.call("SET a 1"));
      assertEquals("+OK", application.call("SET c 1"));
      third.replyTo(
          "GET a", "-MOVED " + FakeCluster.slot("a") + " :" + second.address().port());
      second.replyTo("GET a", "$4\r\nthen");
      assertEquals("$4 then", application.call("GET a"));
    }
    assertEquals(addresses("service"), addressesOfAllNodes());
  }

  @Test
  void aNewNodeWithoutAHostGetsTheCredentials() throws IOException {
    String topology = slots(NO_HOST, null, NO_HOST);
    cluster.nodes.forEach(node -> node.topology(() -> topology));
    try (Application application = connect()) {
      application.call("AUTH secret");
      String target = FakeCluster.slot("c") + " :" + second.address().port();
      third.replyTo("INCR c", "-ASK " + target);
      assertEquals(":1", application.call("INCR c"));
    }
    assertEquals(List.of("AUTH secret", "ASKING", "INCR c"), second.received());
  }

  @Test
  void theEntryNodeIsTheOneWithThePeersIpAddress() throws IOException {
    announce(named("node1"), named("node2"), named("node3"));
    try (Application application = connect()) {
      assertEquals("+OK", application.call("SET b 1"));
      assertEquals("+PONG", application.call("PING"));
    }
    assertEquals(
        Set.of(
            "node1:" + first.address().port(),
            "node2:" + second.address().port(),
            "node3:" + third.address().port()),
        addressesOfAllNodes());
  }

  private Application connect() {
    return cluster.connect(first, new NodeAddress("service", first.address().port()));
  }

  private void announce(String... hosts) {
    String topology = slots(hosts);
    cluster.nodes.forEach(node -> node.topology(() -> topology));
  }

  private static String named(String host) {
    return Wire.bulk(host);
  }

  /** The reply to CLUSTER SLOTS, with the nodes' IP address among the metadata. A node with a {@code null} host has no slots. */
  private String slots(String... hosts) {
    List<String> ranges = new ArrayList<>();
    for (int i = 0; i < hosts.length; i++) {
      FakeNode node = cluster.nodes.get(hosts[i] == null ? 2 : i);
      String host = hosts[i] == null ? hosts[2] : hosts[i];
      String ip = Wire.array(List.of(Wire.bulk("ip"), Wire.bulk(node.address().host())));
      String member =
          Wire.array(List.of(host, Wire.integer(node.address().port()), Wire.bulk(node.id()), ip));
      int last = (i + 1) * 16384 / hosts.length - 1;
      ranges.add(
          Wire.array(List.of(Wire.integer(i * 16384 / hosts.length), Wire.integer(last), member)));
    }
    return Wire.array(ranges);
  }

  private Set<String> addresses(String host) {
    Set<String> addresses = new TreeSet<>();
    cluster.nodes.forEach(node -> addresses.add(host + ":" + node.address().port()));
    return addresses;
  }

  private Set<String> addressesOfAllNodes() {
    Cluster known = cluster.endpoints.clusters().known().iterator().next();
    Set<String> addresses = new TreeSet<>();
    known.nodes().forEach(node -> addresses.add(node.toString()));
    return addresses;
  }
}
