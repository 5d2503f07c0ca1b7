package io.clusteragent.session.endpoint;

import io.clusteragent.cluster.address.NodeAddress;
import io.clusteragent.cluster.node.Node;
import io.clusteragent.cluster.view.Cluster;
import io.clusteragent.cluster.view.Clusters;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.Collection;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;

/** Finds what is known of addresses and of clusters. Thread-safe. */
public final class EndpointDirectory implements Endpoint.Directory {
  private final SessionOptions options;
  private final Clusters clusters;

  /** By the address of the peer. */
  private final ConcurrentMap<NodeAddress, Endpoint> endpoints = new ConcurrentHashMap<>();

  /** By the address as the application wrote it: what it was connected to last. */
  private final ConcurrentMap<NodeAddress, Endpoint> given = new ConcurrentHashMap<>();

  private final ConcurrentMap<Cluster, ClusterContext> contexts = new ConcurrentHashMap<>();

  /** Is called with addresses, as the application writes them, that are not part of a cluster. */
  private volatile Consumer<NodeAddress> onNoCluster = address -> {};

  public EndpointDirectory(SessionOptions rules, Clusters clusters) {
    this.options = rules;
    this.clusters = clusters;
  }

  @Override
  public SessionOptions options() {
    return options;
  }

  @Override
  public Clusters clusters() {
    return clusters;
  }

  @Override
  public ClusterContext context(Cluster cluster) {
    return contexts.computeIfAbsent(cluster, ClusterContext::new);
  }

  @Override
  public void forgetLost() {
    contexts.keySet().removeIf(Cluster::isLost);
    endpoints.values().forEach(Endpoint::forgetLost);
  }

  public void onNoCluster(Consumer<NodeAddress> listener) {
    onNoCluster = listener;
  }

  @Override
  public void notInACluster(NodeAddress dialled) {
    onNoCluster.accept(dialled);
  }

  /** The endpoint that a socket is connected to; {@code null} when it has no address. */
  public Endpoint endpoint(Socket socket) {
    NodeAddress address = addressOf(socket);
    return address == null ? null : endpoints.computeIfAbsent(address, a -> new Endpoint(a, this));
  }

  /** The endpoint that a socket is connected to, if it is known, or {@code null}. */
  public Endpoint knownEndpoint(Socket socket) {
    NodeAddress address = addressOf(socket);
    return address == null ? null : endpoints.get(address);
  }

  /** The application wrote this address, and was connected to the endpoint. */
  public void given(NodeAddress asWritten, Endpoint endpoint) {
    given.put(asWritten, endpoint);
  }

  /** What is known of an address, of a peer or as written by the application; {@code null} when nothing is. */
  public Endpoint known(NodeAddress address) {
    Endpoint endpoint = given.get(address);
    return endpoint == null ? endpoints.get(address) : endpoint;
  }

  /** The cluster that names any of these addresses as a node's; {@code null} when none does. */
  public ClusterContext naming(Collection<NodeAddress> forms) {
    for (Cluster cluster : clusters.known()) {
      if (!cluster.isLost() && nodeNamed(cluster, forms) != null) {
        return context(cluster);
      }
    }
    return null;
  }

  /** The node that a cluster names with any of these addresses; {@code null} when there is none. */
  public Node nodeNamed(Cluster cluster, Collection<NodeAddress> forms) {
    for (Node node : cluster.nodes()) {
      if (node.isTrusted() && isAny(node.address(), forms)) {
        return node;
      }
    }
    return null;
  }

  /** Whether an address that a cluster names is one of these, as it stands or where it leads. */
  public boolean isAny(NodeAddress named, Collection<NodeAddress> forms) {
    return forms.contains(named) || forms.contains(options.addressMap.of(named));
  }

  private static NodeAddress addressOf(Socket socket) {
    SocketAddress remote = socket.getRemoteSocketAddress();
    if (!(remote instanceof InetSocketAddress)
        || ((InetSocketAddress) remote).getAddress() == null) {
      return null; // a UNIX domain socket, or one that is not connected
    }
    InetSocketAddress inet = (InetSocketAddress) remote;
    return addressOf(inet.getAddress(), inet.getPort());
  }

  public static NodeAddress addressOf(InetAddress ip, int port) {
    String host = ip.getHostAddress();
    int zone = host.indexOf('%');
    return new NodeAddress(zone < 0 ? host : host.substring(0, zone), port);
  }
}
