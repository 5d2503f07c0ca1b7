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
 * Stand-ins for an address of which this JVM knows nothing yet: by the option {@code nodes}, and by what an earlier run kept
 * in the {@code topologyCache}.
 *
 * <p>The application has not said its password yet. So a node that wants one cannot be asked what it knows; then the address
 * itself must be in the option or in the file.
 */
final class ColdStart {
  private static final long FORGET_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final int MAX_STRANGERS = 1000;

  private final EndpointDirectory endpoints;
  private final FallbackConnector connector;
  private final TopologyCache cache;

  /** Addresses of which no node of the option knew anything, and when: others than the cluster's may be down for long. */
  private final ConcurrentMap<NodeAddress, Long> strangers = new ConcurrentHashMap<>();

  ColdStart(EndpointDirectory endpoints, FallbackConnector connector, TopologyCache cache) {
    this.endpoints = endpoints;
    this.connector = connector;
    this.cache = cache;
  }

  /**
   * @param forms the address that the application wants to connect to, as written and looked up
   */
  Socket find(NodeAddress wanted, Set<NodeAddress> forms, Dialer dialer) {
    Socket socket = byOption(wanted, forms, dialer);
    return socket == null ? byCache(wanted, forms, dialer) : socket;
  }

  private Socket byOption(NodeAddress wanted, Set<NodeAddress> forms, Dialer dialer) {
    List<NodeAddress> others = new ArrayList<>();
    for (NodeAddress node : endpoints.options().nodes) {
      if (!endpoints.isAny(node, forms)) {
        others.add(node);
      }
    }
    boolean listed = others.size() < endpoints.options().nodes.size();
    if (listed) {
      return first(others, wanted, dialer, node -> oneOf(Collections.<String>emptySet()));
    }
    if (others.isEmpty() || isStranger(wanted)) {
      return null;
    }
    Socket socket = first(others, wanted, dialer, node -> naming(node, forms));
    if (socket == null && strangers.size() < MAX_STRANGERS) {
      strangers.put(wanted, System.nanoTime());
    }
    return socket;
  }

  private Socket byCache(NodeAddress wanted, Set<NodeAddress> forms, Dialer dialer) {
    for (Map<NodeAddress, String> ids : cache.read()) {
      List<NodeAddress> others = new ArrayList<>();
      for (NodeAddress node : ids.keySet()) {
        if (!endpoints.isAny(node, forms)) {
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
        Log.debug("the server at " + node + " is no way to " + wanted);
      } catch (IOException e) {
        Log.debug("the server at " + node + " is no way to " + wanted + ": " + e);
      }
    }
    return null;
  }

  private boolean isStranger(NodeAddress address) {
    Long since = strangers.get(address);
    boolean recently = since != null && System.nanoTime() - since < FORGET_NANOS;
    if (since != null && !recently) {
      strangers.remove(address);
    }
    return recently;
  }

  private static NodeIdentityCheck oneOf(Collection<String> ids) {
    return (connection, millis) -> NodeIdentity.of(connection, ids, millis);
  }

  /** Whether the server is a node of a cluster that has a node at any of these addresses, be it one that failed. */
  private NodeIdentityCheck naming(NodeAddress node, Set<NodeAddress> forms) {
    return (connection, millis) -> {
      Object reply = connection.ask(ClusterNodes.REQUEST, millis);
      for (NodeAddress named : ClusterNodes.ids(reply, node).keySet()) {
        if (endpoints.isAny(named, forms)) {
          return NodeIdentity.ACCEPTED;
        }
      }
      return NodeIdentity.REFUTED;
    };
  }
}
