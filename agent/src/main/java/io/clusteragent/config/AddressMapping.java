package io.clusteragent.config;

import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Addresses and what to take in their place, separated by commas; the word {@code none} reads as an empty map. Port 0, on
 * both sides, stands for every port.
 *
 * <p>The arrow and not an equals sign, which begins a new option in the agent's arguments.
 */
final class AddressMapping extends Option<Map<InetSocketAddress, InetSocketAddress>> {

  AddressMapping(String key, String description) {
    super(key, "host:port->host:port,host->host,...", NONE, description);
  }

  @Override
  Map<InetSocketAddress, InetSocketAddress> parse(String text) {
    Map<InetSocketAddress, InetSocketAddress> mapping =
        new LinkedHashMap<InetSocketAddress, InetSocketAddress>();
    if (!NONE.equals(text)) {
      for (String part : text.split(",", -1)) {
        int arrow = part.indexOf("->");
        InetSocketAddress from = arrow < 0 ? null : side(part.substring(0, arrow));
        InetSocketAddress to = arrow < 0 ? null : side(part.substring(arrow + 2));
        boolean alike = from != null && to != null && (from.getPort() == 0) == (to.getPort() == 0);
        if (!alike || mapping.put(from, to) != null) {
          return null;
        }
      }
    }
    return mapping;
  }

  private static InetSocketAddress side(String text) {
    return AddressList.address(text.trim());
  }
}
