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
