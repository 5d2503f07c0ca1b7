package io.clusteragent.session.endpoint;

import io.clusteragent.cluster.address.NodeAddress;
import io.clusteragent.cluster.connection.AddressMap;
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
public final class SessionOptions {
  private static final int DEADLINE_FACTOR = 5;
  private static final int DEADLINE_WITHOUT_TIMEOUT_MILLIS = 10_000;

  public final ReadFrom readFrom;
  public final RetryUnknown retryUnknown;
  public final AddressMap addressMap;

  /** Further ways into the application's cluster. */
  public final List<NodeAddress> nodes = new ArrayList<>();

  /** Where connections to an address are made in its place. */
  public final Map<NodeAddress, List<NodeAddress>> redirects = new HashMap<>();

  /** From when on a command is slow; 0 when nobody wants to know. */
  public final long slowNanos;

  final boolean trustRedirects;
  public final String topologyCache;
  private final int deadlineMillis;

  public SessionOptions(Configuration configuration) {
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
  public boolean trusts(NodeAddress address) {
    return trustRedirects || nodes.contains(address) || nodes.contains(addressMap.of(address));
  }

  /** How long further nodes are tried for an application that cannot connect to its own. */
  public long fallbackNanos() {
    return TimeUnit.MILLISECONDS.toNanos(deadlineMillis(0));
  }

  /** How long a command may be redirected, waited with and sent again under a socket timeout (0: none). */
  public long deadlineMillis(int timeout) {
    if (deadlineMillis > 0) {
      return deadlineMillis;
    }
    return timeout == 0 ? DEADLINE_WITHOUT_TIMEOUT_MILLIS : (long) timeout * DEADLINE_FACTOR;
  }
}
