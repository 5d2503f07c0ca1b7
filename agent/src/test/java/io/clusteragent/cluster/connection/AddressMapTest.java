package io.clusteragent.cluster.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.clusteragent.cluster.address.NodeAddress;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AddressMapTest {
  private final AddressMap map = new AddressMap(Map.of(
      address("10.0.0.7", 7001), address("localhost", 17001),
      address("10.0.0.8", 0), address("gateway", 0),
      address("10.0.0.8", 7009), address("other", 1)));
  private final List<NodeAddress> dialled = new ArrayList<>();
  private final Dialer dialer = address -> {
    dialled.add(address);
    throw new IOException("no server there");
  };

  @Test
  void aPairMapsExactlyItsAddress() {
    assertEquals(new NodeAddress("localhost", 17001), map.of(new NodeAddress("10.0.0.7", 7001)));
    NodeAddress unknown = new NodeAddress("10.0.0.7", 7002);
    assertSame(unknown, map.of(unknown));
  }

  @Test
  void aPairOfHostsMapsAllPortsWithoutAPairOfTheirOwn() {
    assertEquals(new NodeAddress("gateway", 7002), map.of(new NodeAddress("10.0.0.8", 7002)));
    assertEquals(new NodeAddress("other", 1), map.of(new NodeAddress("10.0.0.8", 7009)));
  }

  @Test
  void theDialerUsesTheMappedAddress() {
    assertThrows(IOException.class, () -> map.over(dialer).dial(new NodeAddress("10.0.0.7", 7001)));
    assertEquals(List.of(new NodeAddress("localhost", 17001)), dialled);
  }

  /** The certificate is that of the node, wherever it is dialled. */
  @Test
  void aMappedIpAddressKeepsTheNodesName() {
    AddressMap toIps = new AddressMap(Map.of(
        address("10.0.0.7", 0), address("192.168.0.7", 0),
        address("node8.example", 7001), address("192.168.0.8", 7001)));
    for (NodeAddress named : List.of(
        new NodeAddress("10.0.0.7", 7001, "node7.example"),
        new NodeAddress("node8.example", 7001, "10.0.0.8"))) {
      assertThrows(IOException.class, () -> toIps.over(dialer).dial(named));
    }
    assertEquals(
        List.of(new NodeAddress("192.168.0.7", 7001), new NodeAddress("192.168.0.8", 7001)),
        dialled);
    assertEquals("node7.example", dialled.get(0).alias());
    assertEquals("node8.example", dialled.get(1).alias());
  }

  @Test
  void mappedDialersStayComparable() {
    assertEquals(map.over(dialer), map.over(dialer));
    assertNotEquals(map.over(dialer), map.over(address -> null));
    assertSame(dialer, new AddressMap(Map.of()).over(dialer));
  }

  private static InetSocketAddress address(String host, int port) {
    return InetSocketAddress.createUnresolved(host, port);
  }
}
