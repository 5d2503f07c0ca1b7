package io.clusteragent.config;

import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An option that maps addresses to other addresses; its pairs are separated by commas.
 *
 * <p>The word {@code none} gives an empty map. Port 0, on both sides, stands for every port.
 *
 * <p>A pair has an arrow, not an equals sign, which would begin a new option in the agent's arguments.
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
        InetSocketAddress from = arrow < 0 ? null : parseSide(part.substring(0, arrow));
        InetSocketAddress to = arrow < 0 ? null : parseSide(part.substring(arrow + 2));
        boolean isValid =
            from != null && to != null && (from.getPort() == 0) == (to.getPort() == 0);
        if (!isValid || mapping.put(from, to) != null) {
          return null;
        }
      }
    }
    return mapping;
  }

  private static InetSocketAddress parseSide(String text) {
    return AddressList.address(text.trim());
  }
}
