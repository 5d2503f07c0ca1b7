package io.clusteragent.session.endpoint;

import io.clusteragent.cluster.address.NodeAddress;
import io.clusteragent.cluster.connection.AddressMap;
import io.clusteragent.config.Configuration;
import io.clusteragent.config.Options;
import io.clusteragent.config.Options.ReadFrom;
import io.clusteragent.config.Options.RetryUnknown;
import io.clusteragent.hashtag.HashTagRules;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Holds the options that concern sessions, read once from the configuration. Immutable. */
public final class SessionOptions {
  private static final int DEADLINE_FACTOR = 5;
  private static final int DEADLINE_WITHOUT_TIMEOUT_MILLIS = 10_000;

  public final ReadFrom readFrom;
  public final RetryUnknown retryUnknown;
  public final AddressMap addressMap;

  /** Further nodes of the application's cluster, from the option {@code nodes}. */
  public final List<NodeAddress> nodes = new ArrayList<>();

  /** The nodes that take the place of an address, from the option {@code redirect}. */
  public final Map<NodeAddress, List<NodeAddress>> redirects;

  /** The nodes that the agent names as master in place of a Sentinel, from the option {@code sentinel}. */
  public final Map<NodeAddress, List<NodeAddress>> sentinels;

  /** The time after which a command counts as slow; 0 when slow commands are not recorded. */
  public final long slowNanos;

  /** How the names of keys are mapped; {@code null} when they are not. */
  public final HashTagRules hashTags;

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
    this.redirects = nodeAddresses(configuration.get(Options.REDIRECT));
    this.sentinels = nodeAddresses(configuration.get(Options.SENTINEL));
    this.slowNanos = TimeUnit.MILLISECONDS.toNanos(configuration.get(Options.SLOW_COMMAND));
    this.hashTags = configuration.hashTags();
    this.trustRedirects = configuration.get(Options.TRUST_REDIRECTS);
    this.topologyCache = configuration.get(Options.TOPOLOGY_CACHE);
  }

  private static Map<NodeAddress, List<NodeAddress>> nodeAddresses(
      Map<InetSocketAddress, List<InetSocketAddress>> option) {
    Map<NodeAddress, List<NodeAddress>> nodes = new LinkedHashMap<>();
    for (Map.Entry<InetSocketAddress, List<InetSocketAddress>> entry : option.entrySet()) {
      List<NodeAddress> behind = new ArrayList<>();
      for (InetSocketAddress node : entry.getValue()) {
        behind.add(NodeAddress.of(node));
      }
      nodes.put(NodeAddress.of(entry.getKey()), behind);
    }
    return nodes;
  }

  /** Whether an address may get credentials although no topology names it. */
  public boolean trusts(NodeAddress address) {
    return trustRedirects || nodes.contains(address) || nodes.contains(addressMap.of(address));
  }

  /** Returns how long the agent tries fallback nodes for an application that cannot connect to its own node. */
  public long fallbackNanos() {
    return TimeUnit.MILLISECONDS.toNanos(deadlineMillis(0));
  }

  /**
   * Returns how long a command may be redirected, delayed and sent again.
   *
   * @param timeout the socket timeout in milliseconds; 0 for none
   */
  public long deadlineMillis(int timeout) {
    if (deadlineMillis > 0) {
      return deadlineMillis;
    }
    return timeout == 0 ? DEADLINE_WITHOUT_TIMEOUT_MILLIS : (long) timeout * DEADLINE_FACTOR;
  }
}
