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

/** Finds the endpoints and clusters that belong to addresses. Thread-safe. */
public final class EndpointDirectory implements Endpoint.Directory {
  private final SessionOptions options;
  private final Clusters clusters;

  /** The endpoints, by the address of the peer. */
  private final ConcurrentMap<NodeAddress, Endpoint> endpoints = new ConcurrentHashMap<>();

  /** The endpoint of the last connection to each address that the application wrote. */
  private final ConcurrentMap<NodeAddress, Endpoint> byWrittenAddress = new ConcurrentHashMap<>();

  private final ConcurrentMap<Cluster, ClusterContext> contexts = new ConcurrentHashMap<>();

  /** Is called with addresses that are not part of a cluster, as the application wrote them; may be {@code null}. */
  private volatile Consumer<NodeAddress> onNoCluster;

  public EndpointDirectory(SessionOptions options, Clusters clusters) {
    this.options = options;
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
    ClusterContext known = contexts.get(cluster); // no lambda: each one delays a start
    if (known == null) {
      ClusterContext fresh = new ClusterContext(cluster);
      known = contexts.putIfAbsent(cluster, fresh);
      return known == null ? fresh : known;
    }
    return known;
  }

  @Override
  public void forgetLost() {
    for (Cluster cluster : contexts.keySet()) {
      if (cluster.isLost()) {
        contexts.remove(cluster);
      }
    }
    for (Endpoint endpoint : endpoints.values()) {
      endpoint.forgetLost();
    }
  }

  public void onNoCluster(Consumer<NodeAddress> listener) {
    onNoCluster = listener;
  }

  @Override
  public void notInACluster(NodeAddress dialled) {
    Consumer<NodeAddress> listener = onNoCluster;
    if (listener != null) {
      listener.accept(dialled);
    }
  }

  /** Returns the endpoint that a socket is connected to; {@code null} when the socket has no address. */
  public Endpoint endpoint(Socket socket) {
    NodeAddress address = addressOf(socket);
    return address == null ? null : at(address);
  }

  private Endpoint at(NodeAddress address) {
    Endpoint known = endpoints.get(address);
    if (known == null) {
      Endpoint fresh = new Endpoint(address, this);
      known = endpoints.putIfAbsent(address, fresh);
      return known == null ? fresh : known;
    }
    return known;
  }

  /** Returns the endpoint that a socket is connected to; {@code null} when it is not known. */
  public Endpoint knownEndpoint(Socket socket) {
    NodeAddress address = addressOf(socket);
    return address == null ? null : endpoints.get(address);
  }

  /** Records that the application wrote this address and was connected to the endpoint. */
  public void recordConnection(NodeAddress asWritten, Endpoint endpoint) {
    byWrittenAddress.put(asWritten, endpoint);
  }

  /** Returns the endpoint of an address, of a peer or as the application wrote it; {@code null} when none is known. */
  public Endpoint known(NodeAddress address) {
    Endpoint endpoint = byWrittenAddress.get(address);
    return endpoint == null ? endpoints.get(address) : endpoint;
  }

  /** Returns the cluster that has a trusted node at any of these addresses; {@code null} when there is none. */
  public ClusterContext clusterNaming(Collection<NodeAddress> forms) {
    for (Cluster cluster : clusters.known()) {
      if (!cluster.isLost() && nodeNamed(cluster, forms) != null) {
        return context(cluster);
      }
    }
    return null;
  }

  /** Returns the cluster's trusted node at any of these addresses; {@code null} when there is none. */
  public Node nodeNamed(Cluster cluster, Collection<NodeAddress> forms) {
    for (Node node : cluster.nodes()) {
      if (node.isTrusted() && matchesAny(node.address(), forms)) {
        return node;
      }
    }
    return null;
  }

  /** Whether an address that a cluster names is one of these, unchanged or mapped by the option {@code addressMap}. */
  public boolean matchesAny(NodeAddress named, Collection<NodeAddress> forms) {
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
