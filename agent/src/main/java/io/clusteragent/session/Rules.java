package io.clusteragent.session;

import io.clusteragent.cluster.AddressMap;
import io.clusteragent.cluster.NodeAddress;
import io.clusteragent.config.Configuration;
import io.clusteragent.config.Options;
import io.clusteragent.config.Options.ReadFrom;
import io.clusteragent.config.Options.RetryUnknown;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What the configuration says of sessions, read once. Immutable. */
final class Rules {
  private static final int DEADLINE_FACTOR = 5;
  private static final int DEADLINE_WITHOUT_TIMEOUT_MILLIS = 10_000;

  final ReadFrom readFrom;
  final RetryUnknown retryUnknown;
  final AddressMap addressMap;

  /** Further ways into the application's cluster. */
  final List<NodeAddress> nodes = new ArrayList<>();

  /** Where connections to an address are made in its place. */
  final Map<NodeAddress, List<NodeAddress>> redirects = new HashMap<>();

  /** From when on a command is slow; 0 when nobody wants to know. */
  final long slowNanos;

  final boolean trustRedirects;
  final String topologyCache;
  private final int deadlineMillis;

  Rules(Configuration configuration) {
    this.readFrom = configuration.get(Options.READ_FROM);
    this.retryUnknown = configuration.get(Options.RETRY_UNKNOWN);
    this.deadlineMillis = configuration.get(Options.DEADLINE);
    this.addressMap = new AddressMap(configuration.get(Options.ADDRESS_MAP));
    for (InetSocketAddress node : configuration.get(Options.NODES)) {
      nodes.add(NodeAddress.of(node));
    }
    for (Map.Entry<InetSocketAddress, List<InetSocketAddress>> redirect :
        configuration.get(Options.REDIRECT).entrySet()) {
      List<NodeAddress> entries = new ArrayList<>();
      for (InetSocketAddress node : redirect.getValue()) {
        entries.add(NodeAddress.of(node));
      }
      redirects.put(NodeAddress.of(redirect.getKey()), entries);
    }
    this.slowNanos = TimeUnit.MILLISECONDS.toNanos(configuration.get(Options.SLOW_COMMAND));
    this.trustRedirects = configuration.get(Options.TRUST_REDIRECTS);
    this.topologyCache = configuration.get(Options.TOPOLOGY_CACHE);
  }

  /** Whether credentials may go to an address although no topology names it. */
  boolean trusts(NodeAddress address) {
    return trustRedirects || nodes.contains(address) || nodes.contains(addressMap.of(address));
  }

  /** How long further nodes are tried for an application that cannot connect to its own. */
  long standInNanos() {
    return TimeUnit.MILLISECONDS.toNanos(deadlineMillis(0));
  }

  /** How long a command may be redirected, waited with and sent again under a socket timeout (0: none). */
  long deadlineMillis(int timeout) {
    if (deadlineMillis > 0) {
      return deadlineMillis;
    }
    return timeout == 0 ? DEADLINE_WITHOUT_TIMEOUT_MILLIS : (long) timeout * DEADLINE_FACTOR;
  }
}
