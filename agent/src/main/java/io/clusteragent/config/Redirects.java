package io.clusteragent.config;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An option that maps addresses to the nodes to connect to instead.
 *
 * <p>Its parts are separated by commas. A part with an arrow begins a new address; a part without one is a further node for the
 * address before it. In an option for several addresses, all parts before the first arrow are addresses that share the nodes
 * behind it. The word {@code none} gives an empty map. No address is resolved.
 */
final class Redirects extends Option<Map<InetSocketAddress, List<InetSocketAddress>>> {

  private final boolean forSeveral;

  private Redirects(String key, boolean forSeveral, String values, String description) {
    super(key, values, NONE, description);
    this.forSeveral = forSeveral;
  }

  /** An option in which each address has nodes of its own. */
  static Redirects ofOne(String key, String description) {
    return new Redirects(key, false, "host:port->host:port,host:port,...", description);
  }

  /** An option in which several addresses may share their nodes. */
  static Redirects ofSeveral(String key, String description) {
    return new Redirects(
        key, true, "host:port,host:port,...->host:port,host:port,...", description);
  }

  @Override
  Map<InetSocketAddress, List<InetSocketAddress>> parse(String text) {
    Map<InetSocketAddress, List<InetSocketAddress>> redirects =
        new LinkedHashMap<InetSocketAddress, List<InetSocketAddress>>();
    if (NONE.equals(text)) {
      return redirects;
    }
    List<InetSocketAddress> addresses = new ArrayList<InetSocketAddress>();
    List<InetSocketAddress> nodes = null;
    for (String part : text.split(",", -1)) {
      int arrow = part.indexOf("->");
      boolean isAddress = forSeveral && arrow < 0 && nodes == null;
      if (arrow >= 0 || isAddress) {
        addresses.add(hostAndPort(isAddress ? part : part.substring(0, arrow)));
      }
      if (arrow >= 0) {
        nodes = new ArrayList<InetSocketAddress>();
        if (!addAll(addresses, nodes, redirects)) {
          return null;
        }
        addresses.clear();
      }
      if (!isAddress) {
        InetSocketAddress node = hostAndPort(arrow < 0 ? part : part.substring(arrow + 2));
        if (node == null || nodes == null) {
          return null;
        }
        nodes.add(node);
      }
    }
    return nodes == null ? null : redirects;
  }

  /** Returns whether all addresses are valid, and none had nodes before. */
  private static boolean addAll(
      List<InetSocketAddress> addresses,
      List<InetSocketAddress> nodes,
      Map<InetSocketAddress, List<InetSocketAddress>> redirects) {
    for (InetSocketAddress address : addresses) {
      if (address == null || redirects.put(address, nodes) != null) {
        return false;
      }
    }
    return true;
  }

  /** Parses an address that has a port; returns {@code null} for other texts. */
  private static InetSocketAddress hostAndPort(String text) {
    InetSocketAddress address = AddressList.address(text.trim());
    return address == null || address.getPort() == 0 ? null : address;
  }
}
