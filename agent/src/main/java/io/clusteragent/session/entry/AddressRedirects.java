package io.clusteragent.session.entry;

import io.clusteragent.cluster.address.NodeAddress;
import io.clusteragent.cluster.connection.Dialer;
import io.clusteragent.cluster.connection.NodeConnection;
import io.clusteragent.cluster.connection.NodeIdentity;
import io.clusteragent.log.Log;
import io.clusteragent.session.endpoint.EndpointDirectory;
import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Connects to a cluster in place of a configured server, by the option {@code redirect}. */
final class AddressRedirects {
  private static final long AVOID_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final EndpointDirectory endpoints;
  private final FallbackConnector connector;
  private final FallbackNodes fallbackNodes;

  /** Nodes of the option that could not be connected to, and when: for a while they are tried last. */
  private final ConcurrentMap<NodeAddress, Long> failed = new ConcurrentHashMap<>();

  /** Addresses of the option that the application has connected to. */
  private final Set<NodeAddress> connected = ConcurrentHashMap.newKeySet();

  private final Set<NodeAddress> reported = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean unusedReported = new AtomicBoolean();

  AddressRedirects(
      EndpointDirectory endpoints, FallbackConnector connector, FallbackNodes fallbackNodes) {
    this.endpoints = endpoints;
    this.connector = connector;
    this.fallbackNodes = fallbackNodes;
  }

  /**
   * Connects to the first of the option's nodes that can be reached.
   *
   * <p>When none can be reached, it connects to another node of their cluster, if that cluster is known already. It never
   * connects to the address itself.
   *
   * @param wanted the address that the application wrote; the option contains it
   * @throws IOException when no node can be reached; the message names the nodes, and the cause is the last node's failure
   */
  Socket open(NodeAddress wanted, Dialer dialer) throws IOException {
    connected.add(wanted);
    List<NodeAddress> nodes = endpoints.options().redirects.get(wanted);
    IOException last = null;
    long end = System.nanoTime() + endpoints.options().fallbackNanos();
    for (NodeAddress node : recentlyFailedLast(nodes)) {
      if (last != null && System.nanoTime() - end > 0) {
        break;
      }
      try {
        Socket socket =
            connector.connect(node, wanted, null, dialer, AddressRedirects::isOfACluster);
        if (socket != null) {
          failed.remove(node);
          if (reported.add(wanted)) {
            Log.info("the option redirect sends connections for " + wanted + " to the cluster node "
                + node);
          }
          return socket;
        }
        last = new IOException("the server at " + node + " is no cluster node");
      } catch (IOException e) {
        last = e;
      }
      failed.put(node, System.nanoTime());
      Log.debug("the option redirect cannot connect to " + node + " for " + wanted + ": " + last);
    }
    Socket socket = fallbackNodes.find(wanted, dialer);
    if (socket != null) {
      return socket;
    }
    throw new IOException(
        "cluster-agent cannot connect to any of the nodes " + nodes
            + ", which the option redirect names for " + wanted + "; the last failure: "
            + last.getMessage(),
        last);
  }

  /**
   * Warns once about addresses of the option that the application has not connected to yet.
   *
   * <p>The application may write them in another way, and then still uses the server that it is to leave.
   *
   * @param dialled what the application connected to instead, as it wrote it; not part of a cluster
   */
  void warnOfUnused(NodeAddress dialled) {
    Set<NodeAddress> unused = new TreeSet<>(Comparator.comparing(NodeAddress::toString));
    unused.addAll(endpoints.options().redirects.keySet());
    unused.removeAll(connected);
    if (!unused.isEmpty() && unusedReported.compareAndSet(false, true)) {
      Log.warn("the option redirect names " + unused
          + ", but the application has connected to none of them yet. It connected to "
          + dialled
          + ", which is not part of a cluster and is used unchanged. Remedy: if that is the server to replace, write"
          + " its address in redirect exactly as the application's configuration has it");
    }
  }

  private List<NodeAddress> recentlyFailedLast(List<NodeAddress> nodes) {
    List<NodeAddress> first = new ArrayList<>();
    List<NodeAddress> later = new ArrayList<>();
    for (NodeAddress node : nodes) {
      Long since = failed.get(node);
      (since != null && System.nanoTime() - since < AVOID_NANOS ? later : first).add(node);
    }
    first.addAll(later);
    return first;
  }

  static NodeIdentity isOfACluster(NodeConnection connection, int millis) throws IOException {
    return NodeIdentity.of(connection, Collections.<String>emptySet(), millis);
  }
}
