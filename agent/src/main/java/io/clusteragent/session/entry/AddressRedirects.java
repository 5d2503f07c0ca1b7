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

/** Connects to a cluster in place of the server that an application is configured for: the option {@code redirect}. */
final class AddressRedirects {
  private static final long AVOID_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final EndpointDirectory endpoints;
  private final FallbackConnector connector;
  private final FallbackNodes fallbackNodes;

  /** Entry nodes that did not answer, and when: they are tried last for a while. */
  private final ConcurrentMap<NodeAddress, Long> failed = new ConcurrentHashMap<>();

  /** Addresses of the option that the application has connected to. */
  private final Set<NodeAddress> met = ConcurrentHashMap.newKeySet();

  private final Set<NodeAddress> announced = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean unmetReported = new AtomicBoolean();

  AddressRedirects(
      EndpointDirectory endpoints, FallbackConnector connector, FallbackNodes standIns) {
    this.endpoints = endpoints;
    this.connector = connector;
    this.fallbackNodes = standIns;
  }

  /**
   * Connects to the first entry node that can be reached; when there is none, to another node of their cluster, if that is
   * known already. Never to the address itself.
   *
   * @param wanted the address that the application has, as it wrote it; one that the option names
   * @throws IOException when nobody can be reached; the message names the nodes, the cause is what the last one met
   */
  Socket open(NodeAddress wanted, Dialer dialer) throws IOException {
    met.add(wanted);
    List<NodeAddress> nodes = endpoints.options().redirects.get(wanted);
    IOException last = null;
    long end = System.nanoTime() + endpoints.options().fallbackNanos();
    for (NodeAddress node : likeliestFirst(nodes)) {
      if (last != null && System.nanoTime() - end > 0) {
        break;
      }
      try {
        Socket socket =
            connector.connect(node, wanted, null, dialer, AddressRedirects::isOfACluster);
        if (socket != null) {
          failed.remove(node);
          if (announced.add(wanted)) {
            Log.info("the option redirect leads connections to " + wanted + " to the cluster node "
                + node);
          }
          return socket;
        }
        last = new IOException("the server at " + node + " is no cluster node");
      } catch (IOException e) {
        last = e;
      }
      failed.put(node, System.nanoTime());
      Log.debug("the option redirect leads " + wanted + " to " + node + ", in vain: " + last);
    }
    Socket socket = fallbackNodes.find(wanted, dialer);
    if (socket != null) {
      return socket;
    }
    throw new IOException(
        "none of the nodes " + nodes + " can be connected to, to which the option redirect of"
            + " cluster-agent leads " + wanted + "; the last of them: " + last.getMessage(),
        last);
  }

  /**
   * Warns, once, of addresses of the option to which nothing has connected. The application may have written them in another
   * way, and goes on with the server that it was to leave.
   *
   * @param dialled what the application connected to in their place, as it wrote it; not part of a cluster
   */
  void warnOfUnmet(NodeAddress dialled) {
    Set<NodeAddress> unmet = new TreeSet<>(Comparator.comparing(NodeAddress::toString));
    unmet.addAll(endpoints.options().redirects.keySet());
    unmet.removeAll(met);
    if (!unmet.isEmpty() && unmetReported.compareAndSet(false, true)) {
      Log.warn("the option redirect names " + unmet
          + ", to which nothing has connected yet, and a connection was made to "
          + dialled
          + ", which is not part of a cluster and is used as it is. Remedy: if that is the server to leave, write"
          + " its address in redirect exactly as the application's configuration has it");
    }
  }

  private List<NodeAddress> likeliestFirst(List<NodeAddress> nodes) {
    List<NodeAddress> first = new ArrayList<>();
    List<NodeAddress> later = new ArrayList<>();
    for (NodeAddress node : nodes) {
      Long since = failed.get(node);
      (since != null && System.nanoTime() - since < AVOID_NANOS ? later : first).add(node);
    }
    first.addAll(later);
    return first;
  }

  private static NodeIdentity isOfACluster(NodeConnection connection, int millis)
      throws IOException {
    return NodeIdentity.of(connection, Collections.<String>emptySet(), millis);
  }
}
