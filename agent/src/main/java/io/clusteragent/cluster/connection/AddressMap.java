package io.clusteragent.cluster.connection;

import io.clusteragent.cluster.address.NodeAddress;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.HashMap;
import java.util.Map;

/**
 * Maps node addresses that cannot be reached from here (NAT, containers) to those that can. Immutable.
 *
 * <p>The map is applied in one place only: when a node is dialled. Everywhere else a node keeps the address that its cluster
 * names.
 */
public final class AddressMap {
  private final Map<NodeAddress, NodeAddress> pairs = new HashMap<>();

  /**
   * @param pairs addresses as the cluster names them, and the addresses to dial instead; port 0 means every port
   */
  public AddressMap(Map<InetSocketAddress, InetSocketAddress> pairs) {
    for (Map.Entry<InetSocketAddress, InetSocketAddress> pair : pairs.entrySet()) {
      this.pairs.put(NodeAddress.of(pair.getKey()), NodeAddress.of(pair.getValue()));
    }
  }

  /** The address to dial; the same object when the map has no entry for it. */
  public NodeAddress of(NodeAddress named) {
    NodeAddress exact = pairs.get(named);
    if (exact != null || pairs.isEmpty()) {
      return exact == null ? named : exact;
    }
    NodeAddress anyPort = pairs.get(new NodeAddress(named.host(), 0));
    return anyPort == null ? named : new NodeAddress(anyPort.host(), named.port());
  }

  /**
   * The address to dial, with the node's host name as its alias where it is an IP address: certificates name the node, not where
   * it is dialled.
   */
  private NodeAddress dialled(NodeAddress named) {
    NodeAddress mapped = of(named);
    if (mapped.equals(named)) {
      return named;
    }
    if (!NodeAddress.isIp(mapped.host())) {
      return mapped;
    }
    String name = NodeAddress.isIp(named.host()) ? named.alias() : named.host();
    return new NodeAddress(mapped.host(), mapped.port(), name);
  }

  /** Wraps a dialer so that it dials the mapped addresses. */
  public Dialer over(Dialer dialer) {
    return pairs.isEmpty() ? dialer : new Mapped(dialer, this);
  }

  private static final class Mapped implements Dialer {
    private final Dialer dialer;
    private final AddressMap map;

    Mapped(Dialer dialer, AddressMap map) {
      this.dialer = dialer;
      this.map = map;
    }

    @Override
    public Socket dial(NodeAddress address) throws IOException {
      return dialer.dial(map.dialled(address));
    }

    @Override
    public Dialer writtenAs(String host) {
      return new Mapped(dialer.writtenAs(host), map);
    }

    @Override
    public String client() {
      return dialer.client();
    }

    @Override
    public boolean parsesCursorsAsInt() {
      return dialer.parsesCursorsAsInt();
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Mapped
          && map == ((Mapped) other).map
          && dialer.equals(((Mapped) other).dialer);
    }

    @Override
    public int hashCode() {
      return dialer.hashCode();
    }
  }
}
