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
 * address before it. The word {@code none} gives an empty map. No address is resolved.
 */
final class Redirects extends Option<Map<InetSocketAddress, List<InetSocketAddress>>> {

  Redirects(String key, String description) {
    super(key, "host:port->host:port,host:port,...", NONE, description);
  }

  @Override
  Map<InetSocketAddress, List<InetSocketAddress>> parse(String text) {
    Map<InetSocketAddress, List<InetSocketAddress>> redirects =
        new LinkedHashMap<InetSocketAddress, List<InetSocketAddress>>();
    if (NONE.equals(text)) {
      return redirects;
    }
    List<InetSocketAddress> nodes = null;
    for (String part : text.split(",", -1)) {
      int arrow = part.indexOf("->");
      if (arrow >= 0) {
        InetSocketAddress from = hostAndPort(part.substring(0, arrow));
        nodes = new ArrayList<InetSocketAddress>();
        if (from == null || redirects.put(from, nodes) != null) {
          return null;
        }
      }
      InetSocketAddress node = hostAndPort(arrow < 0 ? part : part.substring(arrow + 2));
      if (node == null || nodes == null) {
        return null;
      }
      nodes.add(node);
    }
    return redirects;
  }

  /** Parses an address that has a port; returns {@code null} for other texts. */
  private static InetSocketAddress hostAndPort(String text) {
    InetSocketAddress address = AddressList.address(text.trim());
    return address == null || address.getPort() == 0 ? null : address;
  }
}
