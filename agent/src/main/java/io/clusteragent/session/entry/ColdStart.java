package io.clusteragent.session.entry;

import io.clusteragent.cluster.address.NodeAddress;
import io.clusteragent.cluster.connection.Dialer;
import io.clusteragent.cluster.connection.NodeIdentity;
import io.clusteragent.cluster.topology.ClusterNodes;
import io.clusteragent.cluster.view.TopologyCache;
import io.clusteragent.log.Log;
import io.clusteragent.session.endpoint.EndpointDirectory;
import io.clusteragent.session.endpoint.NodeIdentityCheck;
import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Finds fallback nodes for an address of which this JVM knows nothing yet.
 *
 * <p>They come from the option {@code nodes}, and from the {@code topologyCache} that an earlier run kept.
 *
 * <p>The application has not sent its password yet. So the agent cannot get the topology from a node that wants one; then the
 * address itself must be in the option or in the file.
 */
final class ColdStart {
  private static final long FORGET_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final int MAX_UNRELATED = 1000;

  private final EndpointDirectory endpoints;
  private final FallbackConnector connector;
  private final TopologyCache cache;

  /** Addresses that no node of the option knew, and when. They may be unreachable for long, and not belong to the cluster. */
  private final ConcurrentMap<NodeAddress, Long> unrelated = new ConcurrentHashMap<>();

  ColdStart(EndpointDirectory endpoints, FallbackConnector connector, TopologyCache cache) {
    this.endpoints = endpoints;
    this.connector = connector;
    this.cache = cache;
  }

  /**
   * @param wanted the address that the application wants to connect to
   * @param forms the same address, as written and with the IP addresses of its host
   * @return a virtual socket; {@code null} when no fallback node is found
   */
  Socket find(NodeAddress wanted, Set<NodeAddress> forms, Dialer dialer) {
    Socket socket = byOption(wanted, forms, dialer);
    return socket == null ? byCache(wanted, forms, dialer) : socket;
  }

  private Socket byOption(NodeAddress wanted, Set<NodeAddress> forms, Dialer dialer) {
    List<NodeAddress> others = new ArrayList<>();
    for (NodeAddress node : endpoints.options().nodes) {
      if (!endpoints.matchesAny(node, forms)) {
        others.add(node);
      }
    }
    boolean listed = others.size() < endpoints.options().nodes.size();
    if (listed) {
      return first(others, wanted, dialer, node -> oneOf(Collections.<String>emptySet()));
    }
    if (others.isEmpty() || isUnrelated(wanted)) {
      return null;
    }
    Socket socket = first(others, wanted, dialer, node -> naming(node, forms));
    if (socket == null && unrelated.size() < MAX_UNRELATED) {
      unrelated.put(wanted, System.nanoTime());
    }
    return socket;
  }

  private Socket byCache(NodeAddress wanted, Set<NodeAddress> forms, Dialer dialer) {
    for (Map<NodeAddress, String> ids : cache.read()) {
      List<NodeAddress> others = new ArrayList<>();
      for (NodeAddress node : ids.keySet()) {
        if (!endpoints.matchesAny(node, forms)) {
          others.add(node);
        }
      }
      if (others.size() < ids.size()) {
        return first(others, wanted, dialer, node -> oneOf(ids.values()));
      }
    }
    return null;
  }

  private Socket first(
      Collection<NodeAddress> nodes,
      NodeAddress wanted,
      Dialer dialer,
      Function<NodeAddress, NodeIdentityCheck> checks) {
    long end = System.nanoTime() + endpoints.options().fallbackNanos();
    for (NodeAddress node : nodes) {
      if (System.nanoTime() - end > 0) {
        break;
      }
      try {
        Socket socket = connector.connect(node, wanted, null, dialer, checks.apply(node));
        if (socket != null) {
          return socket;
        }
        Log.debug("the server at " + node + " is not a fallback node for " + wanted);
      } catch (IOException e) {
        Log.debug("the server at " + node + " is not a fallback node for " + wanted + ": " + e);
      }
    }
    return null;
  }

  private boolean isUnrelated(NodeAddress address) {
    Long since = unrelated.get(address);
    boolean recently = since != null && System.nanoTime() - since < FORGET_NANOS;
    if (since != null && !recently) {
      unrelated.remove(address);
    }
    return recently;
  }

  private static NodeIdentityCheck oneOf(Collection<String> ids) {
    return (connection, millis) -> NodeIdentity.of(connection, ids, millis);
  }

  /** Checks that the server is a node of a cluster that has a node, even a failed one, at any of these addresses. */
  private NodeIdentityCheck naming(NodeAddress node, Set<NodeAddress> forms) {
    return (connection, millis) -> {
      Object reply = connection.ask(ClusterNodes.REQUEST, millis);
      for (NodeAddress named : ClusterNodes.ids(reply, node).keySet()) {
        if (endpoints.matchesAny(named, forms)) {
          return NodeIdentity.ACCEPTED;
        }
      }
      return NodeIdentity.REFUTED;
    };
  }
}
