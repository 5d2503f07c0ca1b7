package io.clusteragent.cluster.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.clusteragent.cluster.address.NodeAddress;
import io.clusteragent.cluster.node.IdleValidation;
import io.clusteragent.cluster.node.Node;
import org.junit.jupiter.api.Test;

class NodeRegistryTest {
  private final NodeRegistry nodes =
      new NodeRegistry(new IdleValidation(), address -> true, true, () -> {});
  private final NodeAddress redirected = new NodeAddress("10.0.0.7", 7001);

  @Test
  void aNodeThatARedirectionNamedGetsTheHostNameOfALaterTopology() {
    Node node = nodes.at(redirected);
    assertSame(node, nodes.update(named("node1.example"), "id"));
    assertEquals("node1.example", node.address().alias());
  }

  @Test
  void theLatestHostNameCounts() {
    Node node = nodes.update(named("node1.example"), "id");
    nodes.update(named("node2.example"), "id");
    assertEquals("node2.example", node.address().alias());
  }

  /** A node that has not heard of another one's host name yet says nothing about it. */
  @Test
  void aTopologyWithoutHostNamesTakesNoneAway() {
    Node node = nodes.update(named("node1.example"), "id");
    nodes.update(redirected, "id");
    assertEquals("node1.example", node.address().alias());
  }

  @Test
  void anotherNodeAtTheAddressDoesNotInheritTheHostName() {
    Node node = nodes.update(named("node1.example"), "id");
    nodes.update(redirected, "successor");
    assertEquals("", node.address().alias());
  }

  private static NodeAddress named(String alias) {
    return new NodeAddress("10.0.0.7", 7001, alias);
  }
}
