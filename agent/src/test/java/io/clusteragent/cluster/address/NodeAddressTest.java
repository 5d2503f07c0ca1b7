package io.clusteragent.cluster.address;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.Test;

class NodeAddressTest {

  @Test
  void anAddressIsAValue() {
    NodeAddress address = new NodeAddress("a", 1);

    assertEquals(new NodeAddress("a", 1), address);
    assertEquals(new NodeAddress("a", 1).hashCode(), address.hashCode());
    assertNotEquals(new NodeAddress("a", 2), address);
    assertNotEquals(new NodeAddress("b", 1), address);
  }

  @Test
  void ipv6LiteralsAreWrittenInBrackets() {
    assertEquals("[::1]:7000", new NodeAddress("::1", 7000).toString());
    assertEquals("127.0.0.1:7000", new NodeAddress("127.0.0.1", 7000).toString());
  }
}
