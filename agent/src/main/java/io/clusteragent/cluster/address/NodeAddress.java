package io.clusteragent.cluster.address;

import java.net.InetSocketAddress;

/** Host (name or IP literal, without brackets) and port of a node. */
public final class NodeAddress {
  private final String host;
  private final int port;

  public NodeAddress(String host, int port) {
    this.host = host;
    this.port = port;
  }

  /** Converts a socket address without resolving a host name. */
  public static NodeAddress of(InetSocketAddress address) {
    return new NodeAddress(address.getHostString(), address.getPort());
  }

  /**
   * Whether a name from a server's reply can be a host name. Names with blanks or control characters would break log lines and
   * messages.
   */
  public static boolean isHost(String name) {
    for (int i = 0; i < name.length(); i++) {
      if (name.charAt(i) <= ' ' || name.charAt(i) > '~') {
        return false;
      }
    }
    return !name.isEmpty();
  }

  public String host() {
    return host;
  }

  public int port() {
    return port;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof NodeAddress
        && port == ((NodeAddress) other).port
        && host.equals(((NodeAddress) other).host);
  }

  @Override
  public int hashCode() {
    return host.hashCode() * 31 + port;
  }

  @Override
  public String toString() {
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }
}
