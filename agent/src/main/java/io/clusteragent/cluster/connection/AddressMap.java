package io.clusteragent.cluster.connection;

import io.clusteragent.cluster.address.NodeAddress;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.HashMap;
import java.util.Map;

/**
 * Where nodes are reached whose own addresses lead nowhere from here (NAT, containers). Immutable. Everywhere else a node
 * keeps the address under which its cluster names it; here alone it is exchanged, when it is dialled.
 */
public final class AddressMap {
  private final Map<NodeAddress, NodeAddress> pairs = new HashMap<>();

  /**
   * @param pairs addresses as the cluster names them, and those to dial in their place; port 0 stands for every port
   */
  public AddressMap(Map<InetSocketAddress, InetSocketAddress> pairs) {
    for (Map.Entry<InetSocketAddress, InetSocketAddress> pair : pairs.entrySet()) {
      this.pairs.put(NodeAddress.of(pair.getKey()), NodeAddress.of(pair.getValue()));
    }
  }

  /** The address to dial; the very same one when nothing is said of it. */
  public NodeAddress of(NodeAddress named) {
    NodeAddress exact = pairs.get(named);
    if (exact != null || pairs.isEmpty()) {
      return exact == null ? named : exact;
    }
    NodeAddress anyPort = pairs.get(new NodeAddress(named.host(), 0));
    return anyPort == null ? named : new NodeAddress(anyPort.host(), named.port());
  }

  /** A dialer to the same nodes that dials the right addresses. */
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
      return dialer.dial(map.of(address));
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
