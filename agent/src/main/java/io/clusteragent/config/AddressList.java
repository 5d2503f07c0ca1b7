package io.clusteragent.config;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * An option that is a list of addresses, separated by commas.
 *
 * <p>The word {@code none} gives an empty list. No address is resolved.
 */
final class AddressList extends Option<List<InetSocketAddress>> {

  AddressList(String key, String description) {
    super(key, "host:port,host:port,...", NONE, description);
  }

  @Override
  List<InetSocketAddress> parse(String text) {
    List<InetSocketAddress> addresses = new ArrayList<InetSocketAddress>();
    if (!NONE.equals(text)) {
      for (String part : text.split(",", -1)) {
        InetSocketAddress address = address(part.trim());
        if (address == null || address.getPort() == 0) {
          return null;
        }
        addresses.add(address);
      }
    }
    return addresses;
  }

  /**
   * Reads {@code host:port} or {@code host}, which has port 0. An IPv6 address with a port stands in brackets.
   *
   * @return {@code null} when the text is neither
   */
  static InetSocketAddress address(String text) {
    int bracket = text.lastIndexOf(']');
    int colon = text.lastIndexOf(':');
    boolean bareIpv6 = bracket < 0 && text.indexOf(':') != colon;
    boolean hasPort = colon > bracket && !bareIpv6;
    String host = hasPort ? text.substring(0, colon) : text;
    if (bracket > 0 && text.charAt(0) == '[' && host.length() == bracket + 1) {
      host = host.substring(1, bracket);
    }
    if (host.isEmpty() || host.indexOf('[') >= 0 || host.indexOf(']') >= 0) {
      return null;
    }
    try {
      int port = hasPort ? Integer.parseInt(text.substring(colon + 1)) : 0;
      return hasPort && port == 0 ? null : InetSocketAddress.createUnresolved(host, port);
    } catch (IllegalArgumentException e) { // not a number, or not a valid port
      return null;
    }
  }
}
