package io.clusteragent.cluster.address;

import java.net.InetSocketAddress;

/** Host (name or IP literal, without brackets) and port of a node. */
public final class NodeAddress {
  private final String host;
  private final int port;

  /** No part of the identity. */
  private final String alias;

  public NodeAddress(String host, int port) {
    this(host, port, "");
  }

  /**
   * @param alias what else the cluster calls the host: its name beside an IP address, or its IP address beside a name; empty when
   *     it says no more
   */
  public NodeAddress(String host, int port, String alias) {
    this.host = host;
    this.port = port;
    this.alias = alias;
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

  /** Whether a host is an IP literal and no name. */
  public static boolean isIp(String host) {
    boolean isIpv4 = true;
    for (int i = 0; i < host.length(); i++) {
      char c = host.charAt(i);
      isIpv4 &= c == '.' || c >= '0' && c <= '9';
    }
    return isIpv4 || host.indexOf(':') >= 0;
  }

  public String host() {
    return host;
  }

  /** What else the cluster calls the host; empty when it says no more. */
  public String alias() {
    return alias;
  }

  /** Whether the other address is this one, or this one under its alias. */
  public boolean covers(NodeAddress other) {
    return port == other.port && (host.equals(other.host) || alias.equals(other.host));
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
