package io.clusteragent.config;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;

/** Refuses values of {@code redirect} and {@code sentinel} that contradict each other. */
final class AddressConflicts {
  private AddressConflicts() {}

  /**
   * @throws IllegalArgumentException when both options name an address, or one of them redirects to the address of a Sentinel, where
   *     no cluster node is
   */
  static void check(
      Map<InetSocketAddress, List<InetSocketAddress>> redirects,
      Map<InetSocketAddress, List<InetSocketAddress>> sentinels) {
    for (InetSocketAddress sentinel : sentinels.keySet()) {
      if (redirects.containsKey(sentinel)) {
        throw new IllegalArgumentException(
            "the options redirect and sentinel both name " + text(sentinel)
                + " before an arrow; name a server's address in redirect, and a Sentinel's in sentinel");
      }
    }
    checkTargets(redirects, sentinels, "redirect");
    checkTargets(sentinels, sentinels, "sentinel");
  }

  private static void checkTargets(
      Map<InetSocketAddress, List<InetSocketAddress>> targets,
      Map<InetSocketAddress, List<InetSocketAddress>> sentinels,
      String option) {
    for (List<InetSocketAddress> nodes : targets.values()) {
      for (InetSocketAddress node : nodes) {
        if (sentinels.containsKey(node)) {
          throw new IllegalArgumentException(
              "the option " + option + " redirects to " + text(node)
                  + ", which the option sentinel names as a Sentinel; name nodes of the cluster behind the arrow");
        }
      }
    }
  }

  private static String text(InetSocketAddress address) {
    String host = address.getHostString();
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + address.getPort();
  }
}
